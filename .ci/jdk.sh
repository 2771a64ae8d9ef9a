# Sourced by ./packetboat and ./check: finds a JDK of 21 or newer.

# The feature version of the JDK at $1, or nothing where there is none with a compiler.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Maven's own libraries use what newer JDKs warn of: nobody who builds can do anything about it.
quiet_maven() {
  if [ "$(jdk_version "$JAVA_HOME")" -ge 24 ]; then
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
    export MAVEN_OPTS
  fi
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
  best=0
  for home in ${PACKETBOAT_JDKS-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home}; do
    version=$(jdk_version "$home")
    if [ "${version:-0}" -ge 21 ] && [ "$version" -gt "$best" ]; then
      best=$version
      JAVA_HOME=$home
    fi
  done
  if [ "$best" = 0 ]; then
    echo "packetboat: no JDK 21 or newer was found (JAVA_HOME, PATH, the usual folders): install one, or set JAVA_HOME to it" >&2
    return 78
  fi
  export JAVA_HOME
}
