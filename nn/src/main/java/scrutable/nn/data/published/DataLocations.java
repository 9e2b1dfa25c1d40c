package scrutable.nn.data.published;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where published data sets are looked for, in this order: a folder of the user, the cache, the mirrors.
///
/// Below `dataFolder` and below `cache` lie the same folders: `mnist/train-images-idx3-ubyte.gz` and so on.
///
/// @param dataFolder is only read, never written to; empty if there is none
/// @param cache downloaded files are kept here
/// @param mirrors for each folder the addresses to download its files from, each ending in `/`, the first one
///     first; a folder that is missing here cannot be downloaded
public record DataLocations(Optional<Path> dataFolder, Path cache, Map<String, List<URI>> mirrors) {

  /// The public mirrors of the data sets that have one.
  public static final Map<String, List<URI>> PUBLIC_MIRRORS = Map.of(
      "mnist", List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
      "fashion-mnist", List.of(
          URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
      "optdigits", List.of(
          URI.create("https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits/")),
      "tinyshakespeare", List.of(
          URI.create("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/")));

  /// Keeps an unmodifiable copy of the map.
  public DataLocations {
    mirrors = Map.copyOf(mirrors);
  }

  /// The places that this program's environment names: `$SCRUTABLE_DATA`, the user's cache, the public
  /// mirrors.
  public static DataLocations fromEnvironment() {
    return fromEnvironment(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /// The same for any environment.
  ///
  /// Java calls the home of a user without an entry in the list of users `?`, as in a container; then `$HOME` is taken,
  /// and without that the folder for temporary files.
  ///
  /// The cache is `%LOCALAPPDATA%\scrutable` on Windows, elsewhere `$XDG_CACHE_HOME/scrutable` (XDG Base
  /// Directory Specification: a relative path there is ignored) or else `~/.cache/scrutable`. A variable that
  /// is set to nothing counts as not set.
  ///
  /// @param osName as the system property `os.name`
  public static DataLocations fromEnvironment(Map<String, String> environment, String osName, Path home) {
    Path user = home.isAbsolute() ? home : variable("HOME", environment).filter(Path::isAbsolute)
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
    Path cache = osName.toLowerCase(Locale.ROOT).startsWith("windows")
        ? variable("LOCALAPPDATA", environment).orElse(user.resolve("AppData").resolve("Local"))
        : variable("XDG_CACHE_HOME", environment).filter(Path::isAbsolute).orElse(user.resolve(".cache"));
    return new DataLocations(
        variable("SCRUTABLE_DATA", environment), cache.resolve("scrutable"), PUBLIC_MIRRORS);
  }

  private static Optional<Path> variable(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank()).map(Path::of);
  }

  /// The same places without the mirrors: nothing is ever downloaded.
  public DataLocations offline() {
    return new DataLocations(dataFolder, cache, Map.of());
  }
}
