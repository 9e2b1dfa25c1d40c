package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scrutable.nn.data.Dataset;

/// Which files a published data set consists of, and how they are read.
final class DataSetIndex {
  private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private static final List<String> GARMENTS = List.of(
      "T-shirt/top", "trouser", "pullover", "dress", "coat",
      "sandal", "shirt", "sneaker", "bag", "ankle boot");

  private static final String CIFAR_PART = "This is a part of CIFAR-10, 1000 training and 200 test"
      + " pictures of each class, that has no public address of its own. The whole of CIFAR-10"
      + " (https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz, files data_batch_1.bin and so on)"
      + " can be read with Cifar10Binary.read";

  private static final List<Entry> ENTRIES = List.of(
      idx("mnist", Split.TRAIN, DIGITS,
          new PublishedFile("mnist", "train-images-idx3-ubyte.gz", 9_912_422,
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
          new PublishedFile("mnist", "train-labels-idx1-ubyte.gz", 28_881,
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")),
      idx("mnist", Split.TEST, DIGITS,
          new PublishedFile("mnist", "t10k-images-idx3-ubyte.gz", 1_648_877,
              "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
          new PublishedFile("mnist", "t10k-labels-idx1-ubyte.gz", 4_542,
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
      idx("fashion-mnist", Split.TRAIN, GARMENTS,
          new PublishedFile("fashion-mnist", "train-images-idx3-ubyte.gz", 26_421_880,
              "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
          new PublishedFile("fashion-mnist", "train-labels-idx1-ubyte.gz", 29_515,
              "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845")),
      idx("fashion-mnist", Split.TEST, GARMENTS,
          new PublishedFile("fashion-mnist", "t10k-images-idx3-ubyte.gz", 4_422_102,
              "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
          new PublishedFile("fashion-mnist", "t10k-labels-idx1-ubyte.gz", 5_148,
              "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
      cifar10(Split.TRAIN,
          new PublishedFile("cifar10-subset", "cifar10-train-10000.bin.gz", 28_332_089,
              "8574157245b7ec47205faa9d3b1dfedcb7d97cfe62f25e75ba0730e2040973c9")),
      cifar10(Split.TEST,
          new PublishedFile("cifar10-subset", "cifar10-test-2000.bin.gz", 5_653_493,
              "0cd08f56c292905079f131591c1d28371fbdd5c33629cd72838bffc9e8c56225")),
      optdigits(Split.TRAIN,
          new PublishedFile("optdigits", "optdigits.tra", 563_639,
              "e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd")),
      optdigits(Split.TEST,
          new PublishedFile("optdigits", "optdigits.tes", 264_712,
              "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8")));

  private DataSetIndex() {}

  /// One part of a data set.
  ///
  /// @param origin where to get the files if they cannot be downloaded; may be empty
  record Entry(String name, Split split, List<PublishedFile> files, Reader reader, String origin) {}

  /// Makes a data set of the files of an entry, in their order.
  @FunctionalInterface
  interface Reader {
    Dataset read(List<Path> files) throws IOException;
  }

  static List<String> names() {
    return ENTRIES.stream().map(Entry::name).distinct().toList();
  }

  static Entry find(String name, Split split) {
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name) && entry.split() == split)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "there is no data set \"" + name + "\"; known are " + String.join(", ", names())));
  }

  private static Entry idx(
      String name, Split split, List<String> classNames, PublishedFile pictures, PublishedFile labels) {
    return new Entry(name, split, List.of(pictures, labels),
        files -> IdxFiles.read(name, files.get(0), files.get(1), classNames), "");
  }

  private static Entry cifar10(Split split, PublishedFile file) {
    return new Entry("cifar10", split, List.of(file),
        files -> Cifar10Binary.read("cifar10", files.getFirst()), CIFAR_PART);
  }

  private static Entry optdigits(Split split, PublishedFile file) {
    return new Entry("optdigits", split, List.of(file),
        files -> Optdigits.read("optdigits", files.getFirst()), "");
  }
}
