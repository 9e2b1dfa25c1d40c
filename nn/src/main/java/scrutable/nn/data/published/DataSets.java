package scrutable.nn.data.published;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;

/// The published data sets that can be had by name: `mnist`, `fashion-mnist`, `cifar10`, `optdigits`.
///
/// Files are taken from `$SCRUTABLE_DATA` if they are there, else from the cache in the user's home, else
/// they are downloaded into it from a public mirror ([DataLocations]). Wherever a file comes from, its
/// SHA-256 is checked before it is used.
///
/// | name | pictures | train | test | source |
/// | --- | --- | --- | --- | --- |
/// | `mnist` | `(1, 28, 28)` | 60,000 | 10,000 | LeCun, Bottou, Bengio, Haffner, Proc. IEEE 86(11), 1998 |
/// | `fashion-mnist` | `(1, 28, 28)` | 60,000 | 10,000 | Xiao, Rasul, Vollgraf, arXiv:1708.07747, 2017 |
/// | `cifar10` | `(3, 32, 32)` | 10,000 | 2,000 | part of CIFAR-10 (Krizhevsky, 2009); no download |
/// | `optdigits` | `(1, 8, 8)` | 3,823 | 1,797 | Alpaydin, Kaynak, UCI Machine Learning Repository, 1998 |
///
/// A new one needs an entry with its files and their SHA-256 in `DataSetIndex`, its mirror in [DataLocations], and a
/// row in this table. Texts and sounds have loaders of their own, such as [SmsSpam] and [SpokenDigits].
public final class DataSets {
  private DataSets() {}

  /// The names that [#load] knows.
  public static List<String> names() {
    return DataSetIndex.names();
  }

  /// Loads a data set from where the environment says, downloading it without a word if need be.
  ///
  /// @throws IllegalArgumentException if there is no such data set
  /// @throws IOException if it cannot be had, saying what was tried and what to do
  public static Dataset load(String name, Split split) throws IOException {
    return load(name, split, DataLocations.fromEnvironment(), Progress.silent());
  }

  /// Loads a data set.
  ///
  /// @return inputs `(N, C, H, W)`, pixels in `[0, 1]`
  /// @throws IllegalArgumentException if there is no such data set
  /// @throws IOException if it cannot be had, saying what was tried and what to do
  public static Dataset load(String name, Split split, DataLocations locations, Progress progress)
      throws IOException {
    return load(DataSetIndex.find(name, split), locations, progress, Downloader.standard());
  }

  static Dataset load(
      DataSetIndex.Entry entry, DataLocations locations, Progress progress, Downloader downloader)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (PublishedFile file : entry.files()) {
      files.add(locate(file, entry.origin(), locations, progress, downloader));
    }
    return entry.reader().read(files);
  }

  static Path locate(
      PublishedFile file, String origin, DataLocations locations, Progress progress,
      Downloader downloader)
      throws IOException {
    for (Path root : roots(locations)) {
      Path candidate = file.in(root);
      if (Files.exists(candidate)) {
        file.verify(candidate);
        return candidate;
      }
    }
    List<URI> mirrors = locations.mirrors().getOrDefault(file.folder(), List.of());
    if (mirrors.isEmpty()) {
      throw new IOException("there is no " + file.path() + " in " + roots(locations)
          + ", and no mirror to download it from." + (origin.isEmpty() ? "" : " " + origin + ".")
          + advice(file, locations));
    }
    Path target = file.in(locations.cache());
    try {
      downloader.fetch(file, mirrors, target, progress);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + advice(file, locations), e.getCause());
    }
    return target;
  }

  private static List<Path> roots(DataLocations locations) throws IOException {
    if (locations.dataFolder().isEmpty()) {
      return List.of(locations.cache());
    }
    Path folder = locations.dataFolder().get();
    if (!Files.isDirectory(folder)) {
      throw new IOException("SCRUTABLE_DATA is \"" + folder + "\", but there is no such folder; "
          + "set it to a folder with data sets in it, or do not set it");
    }
    return List.of(folder, locations.cache());
  }

  private static String advice(PublishedFile file, DataLocations locations) {
    return "\nWhat to do: set SCRUTABLE_DATA to a folder in which there is " + file.path()
        + "\n(" + file.bytes() + " bytes, SHA-256 " + file.sha256() + "),\nor put that file by hand at "
        + file.in(locations.cache());
  }
}
