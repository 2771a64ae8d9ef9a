# Sourced by ./packetboat and ./check: finds a JDK of 21 or newer.

# The feature version of the JDK at $1, or nothing where there is none with a compiler.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Requires Maven, and keeps it quiet: its own libraries use what newer JDKs warn of, and nobody who builds can help that.
find_maven() {
  command -v mvn >/dev/null || {
    echo "packetboat: Maven was not found: install it (Debian: apt-get install maven)" >&2
    return 78
  }
  if [ "$(jdk_version "$JAVA_HOME")" -ge 24 ]; then
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
    export MAVEN_OPTS
  fi
}

# The usual folders of JDKs, one a line.
jdk_homes() {
  for home in ${PACKETBOAT_JDKS-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home}; do
    echo "$home"
  done
}

# The home of a JDK of just this version, or nothing.
find_jdk_of() {
  jdk_homes | while IFS= read -r home; do
    if [ "$(jdk_version "$home")" = "$1" ]; then
      echo "$home"
      break
    fi
  done
}

# Sets JAVA_HOME to the newest one; JAVA_HOME as given and the one on the PATH win when they are new enough.
find_jdk() {
  on_path=$(command -v javac || :)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path"; do
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge 21 ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  newest=$(jdk_homes | while IFS= read -r home; do
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge "${best:-21}" ]; then
      best=$version
      echo "$home"
    fi
  done)
  if [ -z "$newest" ]; then
    echo "packetboat: no JDK 21 or newer was found (JAVA_HOME, PATH, the usual folders): install one, or set JAVA_HOME to it" >&2
    return 78
  fi
  # Each that stands there is newer than the one before, or as new: the last line.
  JAVA_HOME=${newest##*
}
  export JAVA_HOME
}
