# One function a library: $work/src/NAME becomes a static library in $prefix. Sourced by build.sh.
readonly target=x86_64-w64-mingw32
# Windows 10: the same in every library and in the toolchain file.
readonly definitions='-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00'
readonly optimised='-O2 -ffunction-sections -fdata-sections -fstack-protector-strong'
# No path of this machine in any string. OpenSSL, which names its sources relative anyway, would keep the option itself.
nameless() { # SOURCE FOLDER
  echo "-ffile-prefix-map=$1=. -ffile-prefix-map=$work=."
}

with_cmake() { # NAME ARGUMENT...: configures, builds, installs
  local name=$1; shift
  local flags
  flags="$optimised $(nameless "$work/src/$name") -DNDEBUG"
  cmake -G Ninja -S "$work/src/$name" -B "$work/$name" -DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" \
    -DTOCSIN_WINDOWS_PREFIX="$prefix" -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_FLAGS_RELEASE="$flags" -DCMAKE_CXX_FLAGS_RELEASE="$flags" -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF "$@"
  ninja -C "$work/$name" -j "$jobs" install
}

build_pugixml() {
  with_cmake pugixml
}

# Debian's source is the full tree: its amalgamation is made first, with the native compiler and tclsh.
build_sqlite3() {
  mkdir "$work/sqlite3"
  cd "$work/sqlite3"
  "$work/src/sqlite3/configure" --disable-tcl --disable-readline
  make sqlite3.c
  # shellcheck disable=SC2046,SC2086  # words are wanted
  $target-gcc-posix $optimised $(nameless "$work/src/sqlite3") $definitions -DNDEBUG -DSQLITE_THREADSAFE=1 -DSQLITE_DQS=0 \
    -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE -DSQLITE_OMIT_LOAD_EXTENSION \
    -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -c sqlite3.c -o sqlite3.o
  $target-gcc-ar-posix rcsD "$prefix/lib/libsqlite3.a" sqlite3.o
  cp sqlite3.h "$prefix/include/"
}

# no-module, no-dso, no-engine and no-autoload-config: nothing is ever loaded or read from OPENSSLDIR, which a user could
# otherwise create (C:\usr\local\ssl). The folder named lies where only the system writes, all the same.
build_openssl() {
  local nowhere=C:/Windows/System32/no-openssl
  mkdir "$work/openssl"
  cd "$work/openssl"
  # shellcheck disable=SC2086
  "$work/src/openssl/Configure" mingw64 --cross-compile-prefix=$target- CC=gcc-posix \
    --prefix=$nowhere --libdir=lib --openssldir=$nowhere \
    no-shared no-tests no-legacy no-module no-dso no-engine no-dynamic-engine no-autoload-config no-ui-console \
    no-comp no-zlib no-ssl3 no-ssl3-method no-tls1 no-tls1_1 no-dtls no-sctp no-srp no-psk no-srtp no-nextprotoneg no-gost \
    no-cms no-ts no-ct no-cmp no-rfc3779 no-async no-capieng no-padlockeng \
    no-idea no-camellia no-seed no-aria no-bf no-cast no-rc2 no-rc4 no-rc5 no-md4 no-mdc2 no-rmd160 no-whirlpool \
    no-sm2 no-sm3 no-sm4 no-ocb no-siv no-siphash no-scrypt no-blake2 no-ec2m no-dsa no-deprecated \
    $definitions $optimised
  make -j "$jobs" build_generated
  make -j "$jobs" libcrypto.a libssl.a
  cp libcrypto.a libssl.a "$prefix/lib/"
  # The headers as they stand, and over them those generated for this target.
  cp -r "$work/src/openssl/include/openssl" "$prefix/include/"
  cp -r include/openssl "$prefix/include/"
}

# USE_WINDOWS_SSPI itself: curl's own option is forced off where the TLS is OpenSSL's. Of what it could do, http(s) with
# Negotiate and NTLM by the user's credentials is left; nothing asks for compressed answers, so there is no zlib.
build_curl() {
  with_cmake curl -DBUILD_CURL_EXE=OFF -DENABLE_MANUAL=OFF -DENABLE_CURL_MANUAL=OFF -DBUILD_LIBCURL_DOCS=OFF \
    -DHTTP_ONLY=ON -DCURL_USE_OPENSSL=ON -DOPENSSL_ROOT_DIR="$prefix" -DOPENSSL_USE_STATIC_LIBS=ON \
    -DUSE_WINDOWS_SSPI=ON -DCURL_WINDOWS_SSPI=ON -DENABLE_UNICODE=ON -DENABLE_IPV6=ON -DENABLE_THREADED_RESOLVER=ON \
    -DCURL_ZLIB=OFF -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF -DUSE_WIN32_IDN=ON \
    -DCURL_USE_LIBSSH2=OFF -DCURL_USE_LIBPSL=OFF -DCURL_DISABLE_OPENSSL_AUTO_LOAD_CONFIG=ON \
    -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_HSTS=ON -DCURL_DISABLE_DOH=ON -DCURL_DISABLE_NETRC=ON \
    -DCURL_CA_PATH=none -DCURL_CA_BUNDLE=none
}

# Every feature off, then those of wx_features.txt on: wx's options are not consistent among themselves otherwise, and a
# third-party library that is "sys" falls back to a bundled one whose sources Debian removed.
build_wxwidgets3_2() {
  local cache=$work/wx_cache.cmake
  grep -ohE '(wx_option|wx_dependent_option|wx_add_thirdparty_library)\(wxUSE_[A-Za-z0-9_]+' \
    "$work/src/wxwidgets3.2/build/cmake/options.cmake" | sed 's/.*(//' | grep -vx wxUSE_DPI_AWARE_MANIFEST | sort -u |
    sed 's/.*/set(& OFF CACHE STRING "")/' >"$cache"
  sed 's/#.*//' "$here/wx_features.txt" | tr -s ' ' '\n' | sed -n 's/^wxUSE.*/set(& ON CACHE STRING "" FORCE)/p' >>"$cache"
  with_cmake wxwidgets3.2 -C "$cache" -DwxBUILD_SHARED=OFF -DwxBUILD_MONOLITHIC=OFF -DwxBUILD_PRECOMP=ON \
    -DwxBUILD_CXX_STANDARD=17 -DwxBUILD_COMPATIBILITY=3.1 -DwxBUILD_DEBUG_LEVEL=0 -DwxBUILD_PIC=OFF \
    -DwxUSE_DPI_AWARE_MANIFEST=per-monitor
  sed -i "s|$prefix|.|" "$prefix"/lib/*/*/wx/setup.h # a define for Unix
}
