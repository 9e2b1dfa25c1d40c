package scrutable.lessons.exchange;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.Npy;
import scrutable.tensor.io.Safetensors;
import scrutable.tensor.io.StagedFiles;
import scrutable.tensor.io.Utf8;

/// A model with images to attack, as a folder that other programs can read and write.
///
/// ```
/// architecture.json      the layers, see Architecture
/// model.safetensors      the weights, named as by PyTorch's nn.Sequential
/// inputs.npy             float32 (N, C, H, W), in [0, 1]
/// labels.npy             int32 (N,)
/// logits.npy             float32 (N, K): what the model must say, for a loader to check itself by; need not be there
/// NAME/adversarial.npy   what attack NAME achieved: where it failed, the input
/// NAME/candidates.npy    what it made, also where it failed and where the input was misclassified anyway
/// NAME/result.json       its settings, and for each input whether it worked and how far it went
/// ```
///
/// @param architecture of the network
/// @param network with its weights
/// @param inputs `(N, C, H, W)`
/// @param labels `(N,)`
public record ExchangeFolder(Architecture architecture, Module network, Tensor inputs, Tensor labels) {
  private static final String ARCHITECTURE = "architecture.json";
  private static final String MODEL = "model.safetensors";
  private static final String INPUTS = "inputs.npy";
  private static final String LABELS = "labels.npy";
  private static final String LOGITS = "logits.npy";
  /// Two programs that add in different orders differ by about a millionth of the largest logit.
  private static final double ROUNDING = 1e-4;
  /// So many weights (64 MB) are built even if they cannot fit: a comparison name by name then says more.
  private static final int BUILT_IN_ANY_CASE = 1 << 24;

  /// The network as a victim.
  public WhiteBox victim() {
    return Classifier.of(network);
  }

  /// The inputs, each to be given any wrong label.
  public Examples examples(Rng rng) {
    return Examples.of(inputs, new Untargeted(labels), rng);
  }

  /// The inputs, each to be given one particular label, be it the one it has or not.
  ///
  /// @param target a class for all of them, or the name of a file of one class for each, `int32 (N,)`
  /// @throws IllegalArgumentException if the network has no such class
  /// @throws IOException if there is no such file, or it holds something else
  public Examples examples(String target, Rng rng) throws IOException {
    int classes = victim().logits(inputs.slice(0, 0, 1)).size(1);
    if (!target.matches("[0-9]{1,9}")) {
      Path file = Path.of(target);
      requireFile(file);
      return Examples.of(inputs, new Targeted(labels(file, inputs.size(0), classes)), rng);
    }
    int[] all = new int[inputs.size(0)];
    Arrays.fill(all, Integer.parseInt(target));
    if (all.length > 0 && all[0] >= classes) {
      throw new IllegalArgumentException("the target is " + target + ", but the network has " + classes
          + " classes, counted from 0");
    }
    return Examples.of(inputs, Targeted.of(all), rng);
  }

  /// The files that a folder is read from.
  public static List<Path> files(Path folder) {
    return Stream.of(ARCHITECTURE, MODEL, INPUTS, LABELS).map(folder::resolve).toList();
  }

  /// Writes the folder: all files first, then they take the place of those of an older export, the description last.
  /// Then what our attacks made of the older model is deleted; it would lie beside a model that it is not about.
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var files = new StagedFiles()) {
      Safetensors.of(network.state()).write(files.stage(folder.resolve(MODEL)));
      Npy.write(files.stage(folder.resolve(INPUTS)), inputs);
      Npy.write(files.stage(folder.resolve(LABELS)), labels);
      Npy.write(files.stage(folder.resolve(LOGITS)), victim().logits(inputs));
      AtomicFile.writeText(files.stage(folder.resolve(ARCHITECTURE)), architecture.toJson().write());
      files.exchange();
    }
    try (DirectoryStream<Path> results = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path former : results) {
        Outcome.deleteFrom(former);
      }
    }
  }

  /// Reads a folder, whoever wrote it.
  ///
  /// @throws IOException naming the file that is missing or is not what it should be, and what it should be
  public static ExchangeFolder read(Path folder) throws IOException {
    for (Path file : files(folder)) {
      if (!Files.isRegularFile(file)) {
        throw new IOException(folder + " is no folder of an exported model: there is no " + file.getFileName()
            + " in it; lessons/run export makes one");
      }
    }
    Map<String, Tensor> weights = weights(folder.resolve(MODEL));
    Architecture architecture = architecture(folder.resolve(ARCHITECTURE), weights);
    Module network = withWeights(architecture, weights, folder.resolve(MODEL));
    Tensor inputs = inputs(folder.resolve(INPUTS));
    int classes = classes(network, inputs, folder);
    Tensor labels = labels(folder.resolve(LABELS), inputs.size(0), classes);
    if (Files.exists(folder.resolve(LOGITS))) {
      requireSame(Classifier.of(network).logits(inputs), folder.resolve(LOGITS));
    }
    return new ExchangeFolder(architecture, network, inputs, labels);
  }

  /// Compares what the network says with what whoever wrote the folder says of it.
  private static void requireSame(Tensor logits, Path file) throws IOException {
    requireFile(file);
    Tensor theirs = Npy.read(file);
    if (!theirs.sameShape(logits)) {
      throw new IOException(file + " holds " + text(file, theirs) + ", but the network gives " + text(logits)
          + " for these inputs; delete the file if it is about others");
    }
    double[] ours = logits.toDoubleArray();
    double[] expected = theirs.toDoubleArray();
    double largest = Math.max(1, Arrays.stream(ours).map(Math::abs).max().orElse(0));
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - expected[i]) <= ROUNDING * largest)) {
        throw new IOException(file + ": the logit of class " + i % logits.size(1) + " for input "
            + i / logits.size(1) + " should be " + (float) expected[i] + ", but the network as described gives "
            + (float) ours[i] + "; either the description or the weights are not those of the network that was meant");
      }
    }
  }

  /// A line of text can ask for any amount of memory, so it is compared with the weights that there are.
  private static Architecture architecture(Path file, Map<String, Tensor> weights) throws IOException {
    long held = weights.values().stream().mapToLong(Tensor::elementCount).sum();
    return refusedAsUnreadable(file + ": ", () -> {
      Architecture architecture = Architecture.of(Json.parse(Utf8.read(file)));
      double needed = architecture.layers().stream().mapToDouble(LayerSpec::weights).sum();
      if (needed > held && needed > BUILT_IN_ANY_CASE) {
        throw new IllegalArgumentException("these layers have " + new BigDecimal(needed).toPlainString()
            + " weights, but " + MODEL + " holds " + held + " numbers");
      }
      architecture.build(Rng.seed(0));
      return architecture;
    });
  }

  /// A network of an architecture with the weights of a file.
  ///
  /// @throws IOException if they do not fit, or are not finite
  static Module withWeights(Architecture architecture, Path file) throws IOException {
    return withWeights(architecture, weights(file), file);
  }

  private static Map<String, Tensor> weights(Path file) throws IOException {
    requireFile(file);
    Map<String, Tensor> weights = Safetensors.read(file).tensors();
    for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
      if (!Arrays.stream(weight.getValue().toDoubleArray()).allMatch(Double::isFinite)) {
        throw new IOException(file + ": " + weight.getKey() + " holds numbers that are not finite");
      }
    }
    return weights;
  }

  private static Module withWeights(Architecture architecture, Map<String, Tensor> weights, Path file)
      throws IOException {
    Module network = architecture.build(Rng.seed(0));
    String unfit = file + " does not fit the architecture \"" + architecture.name() + "\": ";
    return refusedAsUnreadable(unfit, () -> {
      network.load(weights);
      return network;
    });
  }

  private static Tensor inputs(Path file) throws IOException {
    Tensor inputs = Npy.read(file);
    if (inputs.dtype() != DType.FLOAT32 || inputs.rank() < 2 || inputs.elementCount() == 0) {
      throw new IOException(file + " must hold float32 images (N, C, H, W), not " + text(file, inputs)
          + conversion(file, inputs));
    }
    return refusedAsUnreadable(file + ": ", () -> {
      Box.UNIT.require(inputs);
      return inputs;
    });
  }

  /// How many classes the network tells apart, found out by showing it the first image.
  private static int classes(Module network, Tensor inputs, Path folder) throws IOException {
    return refusedAsUnreadable(folder + ": the network cannot be asked about inputs " + text(inputs) + ": ",
        () -> Classifier.of(network).logits(inputs.slice(0, 0, 1)).size(1));
  }

  private static Tensor labels(Path file, int count, int classes) throws IOException {
    Tensor labels = Npy.read(file);
    if (labels.dtype() != DType.INT32 || labels.rank() != 1 || labels.size(0) != count) {
      throw new IOException(file + " must hold one whole number for each of the " + count + " inputs, not "
          + text(file, labels));
    }
    for (int i = 0; i < count; i++) {
      int label = (int) labels.get(i);
      if (label < 0 || label >= classes) {
        throw new IOException(file + ": the label of input " + i + " is " + label + ", but the network has "
            + classes + " classes, counted from 0");
      }
    }
    return labels;
  }

  /// What comes from a file and is refused is the file's fault, not the program's.
  private static <T> T refusedAsUnreadable(String what, Callable<T> work) throws IOException {
    try {
      return work.call();
    } catch (IOException | Error passedOn) {
      throw passedOn;
    } catch (Exception refused) {
      throw new IOException(what + refused.getMessage(), refused);
    }
  }

  private static void requireFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; a file is needed");
    }
  }

  /// Reads images that somebody made of the inputs.
  ///
  /// @throws IOException if they have another shape or type
  public Tensor readCandidates(Path file) throws IOException {
    requireFile(file);
    Tensor candidates = Npy.read(file);
    if (!candidates.sameShape(inputs) || candidates.dtype() != DType.FLOAT32) {
      throw new IOException(file + " holds " + text(file, candidates) + ", but the inputs are " + text(inputs)
          + conversion(file, candidates));
    }
    return candidates;
  }

  /// What to do about another element type; nothing where only the shape is wrong.
  private static String conversion(Path file, Tensor read) throws IOException {
    if (read.dtype() == DType.FLOAT32) {
      return "";
    }
    return "; in Python, array.astype(\"float32\")"
        + (Npy.elementType(file).equals("uint8") ? " / 255 makes pixels from 0 to 1" : " converts");
  }

  private static String text(Path file, Tensor read) throws IOException {
    return Npy.elementType(file) + " " + Shape.text(read.shape());
  }

  private static String text(Tensor tensor) {
    return tensor.dtype().toString().toLowerCase(Locale.ROOT) + " " + Shape.text(tensor.shape());
  }
}
