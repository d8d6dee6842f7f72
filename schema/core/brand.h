// Everything that differs between the builds of two vendors: names, folders, keys. Compiled in as one object
// file. The values come from packaging/brands/NAME.cmake.
#pragma once

#include <span>
#include <string_view>

#include "schema/core/position.h"

namespace tocsin {

/// All texts UTF-8 and NUL-terminated. Paths of the other system are present in every build and unused there.
struct Brand {
  std::string_view name;             // "example"
  std::string_view vendor;           // "Example"; shown
  std::string_view console;          // "Example Console"; the window's title begins with it
  std::string_view product;          // "example.messenger"; the product signed in every envelope
  std::string_view event_type;       // "com.example.messenger"; receipts' type prefix
  std::string_view event_source;     // "urn:example:messenger"; receipts' source prefix
  std::string_view group;            // console administrators: a name or a SID
  std::string_view install_folder;   // "/opt/example/messenger"
  std::string_view state_folder;     // "/var/lib/example-messenger"
  std::string_view policy_file;      // "example-messenger.conf", below /etc and $XDG_CONFIG_HOME
  std::string_view user_folder;      // "example-messenger", below $XDG_STATE_HOME
  std::string_view unit;             // "example-messenger": systemd units, .desktop entry, log identifier
  std::string_view control_link;     // "example-messengerctl", in /usr/bin
  std::string_view win_folder;       // "Example\\Messenger", below the known folders
  std::string_view win_policy_key;   // "Software\\Policies\\Example\\Messenger"
  std::string_view win_product_key;  // "Software\\Example\\Messenger"
  std::string_view win_run_value;    // "ExampleMessenger"
  std::string_view gate_file;        // "messenger"; file names within a set
  std::string_view dialog_file;      // "messenger-dialog"
  std::string_view control_file;     // "messengerctl"
  std::string_view updater_file;     // "update-patch"
  std::string_view config_file;      // "messenger.config"; this and the next: the same on every system
  std::string_view catalog_file;     // "messenger.xml"
  std::string_view platform;         // "linux-x86_64"
  std::string_view receipt_url;      // compiled default of ReceiptUrl
  std::string_view support_url;      // compiled default of SupportUrl
  std::span<const std::string_view> receipt_hosts;  // ReceiptUrl's host must be one of these
  /// Links and SupportUrl must lead to one of these: lower-case ASCII; an entry that begins with a dot means
  /// every host below it. The signed LinkHosts can only narrow the list.
  std::span<const std::string_view> link_hosts;
  std::span<const unsigned char> root_envelope;  // the pinned root, a whole envelope
  Position programs_floor;                       // documents below are refused, whatever a root says
  Position notices_floor;
  bool test_keys = false;  // published keys: shown in status, log and window
};

/// The brand this program was linked with.
[[nodiscard]] const Brand& brand();

}  // namespace tocsin
