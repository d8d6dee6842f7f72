"""A login manager on a bus, as far as the real loginctl asks it: sessions from a file.

Usage: login_manager.py BUS_ADDRESS SESSIONS.json     prints "ready"; ends when it is killed
SESSIONS: {id: {"User": 40001, "Name": "anna", "Type": "x11", "Class": "user", "State": "active", "Display": ":0"}}
"""
import json
import sys

from gi.repository import Gio, GLib

MANAGER, PREFIX = "/org/freedesktop/login1", "/org/freedesktop/login1/session/"
INTERFACES = """<node><interface name="org.freedesktop.login1.Manager">
  <method name="ListSessions"><arg direction="out" type="a(susso)"/></method>
  <method name="GetSession"><arg direction="in" type="s"/><arg direction="out" type="o"/></method></interface>
  <interface name="org.freedesktop.DBus.Properties">
  <method name="Get"><arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="out" type="v"/>
  </method>
  <method name="GetAll"><arg direction="in" type="s"/><arg direction="out" type="a{sv}"/></method></interface></node>"""


def properties(session, facts):
    texts = {**facts, "Id": session, "TTY": "tty2"}
    values = {name: GLib.Variant("s", text) for name, text in texts.items() if name != "User"}
    return {**values, "User": GLib.Variant("(uo)", (facts["User"], f"{MANAGER}/user/_{facts['User']}"))}


def describe(values, method, arguments, invocation):
    """Asked without an interface's name, which GLib's own answers do not allow."""
    if method == "GetAll":
        invocation.return_value(GLib.Variant("(a{sv})", (values,)))
    else:
        invocation.return_value(GLib.Variant("(v)", (values[arguments[1]],)))


def answer(sessions, method, arguments, invocation):
    if method == "ListSessions":
        rows = [(name, facts["User"], facts["Name"], "seat0", PREFIX + name) for name, facts in sessions.items()]
        invocation.return_value(GLib.Variant("(a(susso))", (rows,)))
    elif arguments[0] in sessions:
        invocation.return_value(GLib.Variant("(o)", (PREFIX + arguments[0],)))
    else:
        invocation.return_dbus_error("org.freedesktop.login1.NoSuchSession", "no such session")


def main():
    address, sessions = sys.argv[1], json.load(open(sys.argv[2]))
    flags = Gio.DBusConnectionFlags
    bus = Gio.DBusConnection.new_for_address_sync(
        address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
    manager, asked = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
    bus.register_object(MANAGER, manager, lambda *call: answer(
        sessions, call[4], call[5].unpack(), call[6]), None, None)
    for name, facts in sessions.items():
        bus.register_object(PREFIX + name, asked, lambda *call, values=properties(name, facts): describe(
            values, call[4], call[5].unpack(), call[6]), None, None)
    Gio.bus_own_name_on_connection(bus, "org.freedesktop.login1", 0, lambda *_: print("ready", flush=True), None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
