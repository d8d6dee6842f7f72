// A certificate of a throw-away CA into the machine's store, as an administrator's tools would put it there.
#include <windows.h>

#include <wincrypt.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "tests/e2e/windows/tools/tools.h"

int trust_command(const Words& words) {
  if (words.size() != 1) return 2;
  std::ifstream file(utf8(words[0]), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const HCERTSTORE store =
      ::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_LOCAL_MACHINE, L"ROOT");
  const bool is_added = store != nullptr &&
                        ::CertAddEncodedCertificateToStore(
                            store, X509_ASN_ENCODING, reinterpret_cast<const BYTE*>(bytes.data()),
                            static_cast<DWORD>(bytes.size()), CERT_STORE_ADD_REPLACE_EXISTING, nullptr) != 0;
  if (!is_added) std::printf("not added: error %lu\n", ::GetLastError());
  if (store != nullptr) ::CertCloseStore(store, 0);
  return is_added ? 0 : 1;
}
