package scrutable.lessons.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import scrutable.attacks.Classifier;
import scrutable.lessons.format.Json;
import scrutable.lessons.report.AtomicText;
import scrutable.nn.Module;
import scrutable.nn.train.Safetensors;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Npy;

/// A model with images to attack, as a folder that other programs can read and write.
///
/// ```
/// architecture.json      the layers, see Architecture
/// model.safetensors      the weights, named as by PyTorch's nn.Sequential
/// inputs.npy             float32 (N, C, H, W), in [0, 1]
/// labels.npy             int32 (N,)
/// logits.npy             float32 (N, K): what the model must say, for a loader to check itself by; not read
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

  /// Writes the folder; the description comes last, so a folder that was left half way is not taken for one.
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(ARCHITECTURE));
    Safetensors.of(network.state()).write(folder.resolve(MODEL));
    Npy.write(folder.resolve(INPUTS), inputs);
    Npy.write(folder.resolve(LABELS), labels);
    Npy.write(folder.resolve("logits.npy"), Classifier.of(network).logits(inputs));
    AtomicText.write(folder.resolve(ARCHITECTURE), architecture.toJson().write());
  }

  /// Reads a folder, whoever wrote it.
  ///
  /// @throws IOException naming the file that is missing or is not what it should be, and what it should be
  public static ExchangeFolder read(Path folder) throws IOException {
    for (String file : new String[] {ARCHITECTURE, MODEL, INPUTS, LABELS}) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new IOException(folder + " is no folder of an exported model: there is no " + file + " in it;"
            + " lessons/run export makes one");
      }
    }
    Architecture architecture = architecture(folder.resolve(ARCHITECTURE));
    Module network = withWeights(architecture, folder.resolve(MODEL));
    Tensor inputs = Npy.read(folder.resolve(INPUTS));
    if (inputs.dtype() != DType.FLOAT32 || inputs.rank() < 2 || inputs.size(0) == 0) {
      throw new IOException(folder.resolve(INPUTS) + " must hold float32 images (N, C, H, W), not "
          + text(inputs));
    }
    Tensor labels = Npy.read(folder.resolve(LABELS));
    if (labels.dtype() != DType.INT32 || labels.rank() != 1 || labels.size(0) != inputs.size(0)) {
      throw new IOException(folder.resolve(LABELS) + " must hold one whole number for each of the "
          + inputs.size(0) + " inputs, not " + text(labels));
    }
    return new ExchangeFolder(architecture, network, inputs, labels);
  }

  private static Architecture architecture(Path file) throws IOException {
    try {
      return Architecture.of(Json.parse(Files.readString(file)));
    } catch (IllegalArgumentException unreadable) {
      throw new IOException(file + ": " + unreadable.getMessage(), unreadable);
    }
  }

  /// A network of an architecture with the weights of a file.
  ///
  /// @throws IOException if they do not fit
  static Module withWeights(Architecture architecture, Path file) throws IOException {
    Map<String, Tensor> weights = Safetensors.read(file).tensors();
    Module network = architecture.build(Rng.seed(0));
    try {
      network.load(weights);
    } catch (IllegalArgumentException unfit) {
      throw new IOException(file + " does not fit the architecture \"" + architecture.name() + "\": "
          + unfit.getMessage(), unfit);
    }
    return network;
  }

  /// Reads images that somebody made of the inputs.
  ///
  /// @throws IOException if they have another shape or type
  public Tensor readCandidates(Path file) throws IOException {
    Tensor candidates = Npy.read(file);
    if (!candidates.sameShape(inputs) || candidates.dtype() != DType.FLOAT32) {
      throw new IOException(file + " holds " + text(candidates) + ", but the inputs are " + text(inputs)
          + "; in Python, array.astype(\"float32\") converts");
    }
    return candidates;
  }

  private static String text(Tensor tensor) {
    return tensor.dtype().toString().toLowerCase(Locale.ROOT) + " " + Shape.text(tensor.shape());
  }
}
