# To be read by a script of this repository (". lessons/find-jdk.sh"): the function find_jdk prints the folder of a JDK
# 25 or newer, and fails if there is none in the usual places.

HOME=${HOME:-/}

# Prints the major version of the JDK in a folder, from its "release" file: no JVM is started for it.
major_version() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      printf '%s\n' "${value:-0}"
      return 0
    fi
  done < "$1/release"
  return 1
}

# Building needs the compiler, which a JRE does not have.
is_jdk_25() {
  [ -n "$1" ] && version=$(major_version "$1") && [ "$version" -ge 25 ] || return 1
  [ -x "$1/bin/javac" ] && return 0
  without_compiler=$1
  return 1
}

find_jdk() {
  without_compiler=
  for folder in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" \
      /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* \
      "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.m2/jdks/* "$HOME"/.gradle/jdks/* \
      "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.jbang/cache/jdks/* \
      "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_jdk_25 "$folder"; then
      printf '%s\n' "$folder"
      return 0
    fi
  done
  if [ -x /usr/libexec/java_home ] && folder=$(/usr/libexec/java_home -v 25+ 2> /dev/null); then
    printf '%s\n' "$folder"
    return 0
  fi
  # The java on the PATH may live anywhere; its real folder is two levels above the program.
  if program=$(command -v java) && program=$(readlink -f "$program" 2> /dev/null); then
    folder=${program%/bin/java}
    is_jdk_25 "$folder" && printf '%s\n' "$folder" && return 0
  fi
  [ -z "$without_compiler" ] \
    || echo "$without_compiler is a JRE: a Java of the right version, but without a compiler." >&2
  return 1
}
