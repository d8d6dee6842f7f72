# Debian source packages by apt, from a private list: the system's own lists need no deb-src and are not touched.
# Sourced by build.sh; every function reads $work, the folder of this build.

debian_mirrors() { # "URI SUITE" a line: what this machine already uses of Debian, else the official archive
  local used
  used=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' |
    sort -u)
  if [ -n "$used" ]; then echo "$used"; return; fi
  local codename
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  printf 'http://deb.debian.org/debian %s\n' "$codename" "$codename-updates"
  echo "http://deb.debian.org/debian-security $codename-security"
}

private_apt() { # TOOL ARGUMENT...
  local tool=$1; shift
  "$tool" -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" "$@"
}

update_sources() {
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/download" "$work/src"
  debian_mirrors |
    sed 's|\(.*\) \(.*\)|deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] \1 \2 main|' >"$work/sources.list"
  # An index that is only half there must not look like a package that does not exist.
  private_apt apt-get -qq -o APT::Update::Error-Mode=any update
}

# A security version whose files a mirror has dropped answers 404: then the newest version that is whole. apt holds every
# file to the signed index' hashes.
fetch() { # PACKAGE: unpacks, Debian's patches applied, into $work/src/PACKAGE and prints the version
  local package=$1 version
  for version in $(private_apt apt-cache showsrc --only-source "$package" | awk '/^Version:/ { print $2 }' | sort -ruV); do
    rm -rf "$work/download/$package" && mkdir "$work/download/$package"
    if (cd "$work/download/$package" && private_apt apt-get -qq source --download-only "$package=$version") >&2; then
      dpkg-source --no-copy -x "$work/download/$package/"*.dsc "$work/src/$package" >&2
      echo "$version"
      return
    fi
    echo "$package $version: not whole on this mirror" >&2
  done
  echo "$package: no version of its source can be had" >&2
  return 1
}
