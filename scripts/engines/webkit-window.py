#!/usr/bin/python3
"""A window with a page in it and nothing around it, for WebKitWebDriver: `webkit-window.py FOLDER OUTPUT`.

The window that comes with WebKitGTK is never as narrow as a phone, and keeps the page's console to itself."""
import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2

VERSION = (WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())

if sys.argv[1:] == ["--version"]:
    print(".".join(map(str, VERSION)))
    sys.exit()

folder, output = sys.argv[1:3]
# The web process writes the console to what it inherits.
log = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.dup2(log, 1)
os.dup2(log, 2)

# In a session without storage WebKit would not write the console anywhere.
data = WebKit2.WebsiteDataManager(base_data_directory=folder + "/data", base_cache_directory=folder + "/cache")
context = WebKit2.WebContext(website_data_manager=data)
context.set_automation_allowed(True)
context.set_preferred_languages(["en-GB"])
Gtk.Settings.get_default().set_property("gtk-enable-animations", False)


def open_view(_session):
    settings = WebKit2.Settings(enable_write_console_messages_to_stdout=True)
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, settings=settings)
    window = Gtk.Window(default_width=1440, default_height=900)
    window.add(view)
    window.show_all()
    view.grab_focus()
    window.connect("destroy", Gtk.main_quit)
    return view


def start(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("Earshot")
    info.set_version(*VERSION)
    session.set_application_info(info)
    session.connect("create-web-view", open_view)


context.connect("automation-started", start)
Gtk.main()
