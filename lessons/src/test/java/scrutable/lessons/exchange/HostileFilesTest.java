package scrutable.lessons.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.lessons.cli.CommandLineInterface;
import scrutable.lessons.cli.Terminal;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.Npy;
import scrutable.tensor.io.Safetensors;

/// Files that are broken, or made to do harm: each is answered with one message that names the file and what
/// is wrong, never with a trace of the program.
class HostileFilesTest {
  private static final int COUNT = 3;

  @TempDir
  private Path root;

  private Path folder;
  private String said;

  @BeforeEach
  void writeAModel() throws IOException {
    folder = root.resolve("a model");
    Architecture architecture = Architecture.named("softmax");
    Tensor labels = Tensor.ofInts(new int[] {1, 2, 9}, COUNT);
    new ExchangeFolder(architecture, architecture.build(Rng.seed(1)), images(), labels).write(folder);
  }

  private static Tensor images() {
    return Rng.seed(2).uniform(COUNT, 1, 28, 28);
  }

  /// Both commands read the folder, so both must refuse it.
  private void assertRefused(String... expected) {
    assertAnswered(3, List.of("attack", folder.toString(), "fgsm"), expected);
    assertAnswered(3, List.of("judge", folder.toString(), folder.resolve("inputs.npy").toString()), expected);
  }

  private void assertAnswered(int code, List<String> command, String... expected) {
    var bytes = new ByteArrayOutputStream();
    var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int given = new CommandLineInterface(List.of(), new Terminal(stream, stream, true, false), root)
        .execute(command.toArray(String[]::new));
    said = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(code, given, said);
    for (String part : expected) {
      assertTrue(said.contains(part), said);
    }
    assertFalse(said.contains("\tat ") || said.contains("should not have happened"), said);
    assertTrue(code == 0 || said.strip().lines().count() == 1, "more than one line: " + said);
  }

  @Test
  void theFolderAsItIsIsFine() {
    assertAnswered(0, List.of("attack", folder.toString(), "fgsm"), "3 images, LINF at eps 0.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 60, 200, 10_000})
  void weightsThatAreCutShortAreNamed(int length) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    assertRefused(file.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 60, -1, Long.MAX_VALUE, 1L << 31, 99_999_999, 3})
  void aHeaderThatClaimsAnotherLengthIsRefusedAndNotBelieved(long claimed) throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, claimed);
    Files.write(file, bytes);
    assertRefused(file.toString());
  }

  @ParameterizedTest
  @CsvSource({"F32, F16, dtype", "F32, I32, 1.", "'[10,784]', '[784,10]', 1.weight",
      "'[10,784]', '[9999999999,784]', 1.weight", "'[10,784]', '[-10,784]', 1.weight",
      "1.weight, 1.height, 1.weight is missing", "data_offsets, data_onsets, 1."})
  void aHeaderThatSaysSomethingElseIsRefused(String text, String instead, String named) throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertTrue(header.contains(text), header);
    byte[] changed = header.replace(text, instead).getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(bytes.length - length + changed.length);
    all.order(ByteOrder.LITTLE_ENDIAN).putLong(changed.length);
    Files.write(file, all.put(changed).put(bytes, 8 + length, bytes.length - 8 - length).array());
    assertRefused(file.toString());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void weightsThatAreNoNumbersAreNamed(float value) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Map<String, Tensor> weights = new LinkedHashMap<>(Safetensors.read(file).tensors());
    weights.put("1.bias", Tensor.full(value, DType.FLOAT32, 10));
    Safetensors.of(weights).write(file);
    assertRefused(file + ": 1.bias holds numbers that are not finite");
  }

  @ParameterizedTest
  @CsvSource({"NaN, is NaN", "-0.25, is -0.25", "1.5, is 1.5", "Infinity, is Infinity"})
  void imagesOutsideTheBoxAreNamedByPlaceAndValue(float value, String named) throws IOException {
    float[] pixels = images().toFloatArray();
    pixels[784 + 28 + 2] = value;
    Npy.write(folder.resolve("inputs.npy"), Tensor.wrap(pixels, COUNT, 1, 28, 28));
    assertRefused(folder.resolve("inputs.npy") + ": the input at (1, 0, 1, 2) " + named, "[0.0, 1.0]");
  }

  @Test
  void imagesOfAnotherTypeOrShapeAreRefused() throws IOException {
    Path file = folder.resolve("inputs.npy");
    Npy.write(file, images().to(DType.FLOAT64));
    assertRefused(file + " must hold float32 images (N, C, H, W), not float64 (3, 1, 28, 28)");
    Npy.write(file, Tensor.zeros(0, 1, 28, 28));
    assertRefused(file + " must hold float32 images");
    Npy.write(file, Tensor.zeros(COUNT));
    assertRefused(file + " must hold float32 images");
    Npy.write(file, Tensor.zeros(COUNT, 1, 27, 28));
    assertRefused("the network cannot be asked about inputs float32 (3, 1, 27, 28): ");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, -1, Integer.MAX_VALUE})
  void labelsOutsideTheClassesAreNamed(int label) throws IOException {
    Npy.write(folder.resolve("labels.npy"), Tensor.ofInts(new int[] {0, 1, label}, 3));
    assertRefused(folder.resolve("labels.npy") + ": the label of input 2 is " + label
        + ", but the network has 10 classes, counted from 0");
  }

  @Test
  void labelsOfAnotherTypeOrNumberAreRefused() throws IOException {
    Path file = folder.resolve("labels.npy");
    Npy.write(file, Tensor.zeros(COUNT));
    assertRefused(file + " must hold one whole number for each of the 3 inputs, not float32 (3,)");
    Npy.write(file, Tensor.ofInts(new int[4], 4));
    assertRefused(file.toString());
    Npy.write(file, Tensor.ofInts(new int[COUNT], COUNT, 1));
    assertRefused(file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"inputs.npy", "labels.npy"})
  void arraysThatAreCutShortOrNoneAreNamed(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 9, 100, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused(file.toString());
    }
    byte[] huge = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("\\(3,", "(99999999999,")
        .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, huge);
    assertRefused(file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\": \"Linear\", \"in_features\": -784, \"out_features\": 10}",
      "{\"type\": \"Linear\", \"in_features\": 2147483647, \"out_features\": 2147483647}",
      "{\"type\": \"Conv2d\", \"in_channels\": 1, \"out_channels\": 1, \"kernel_size\": 0, \"stride\": 0,"
          + " \"padding\": -1}",
      "{\"type\": \"Conv2d\", \"in_channels\": 1, \"out_channels\": 1, \"kernel_size\": 3, \"padding\": 1073741823}",
      "{\"type\": \"Conv2d\", \"in_channels\": 1, \"out_channels\": 1, \"kernel_size\": 3, \"padding\": 23170}",
      "{\"type\": \"Conv2d\", \"in_channels\": 1, \"out_channels\": 1, \"kernel_size\": 3, \"padding\": 2147483647}",
      "{\"type\": \"MaxPool2d\", \"kernel_size\": 0}", "null", "[]", "7"})
  void layersThatCannotBeAreRefused(String layer) throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.writeString(file, "{\"format\": 1, \"name\": \"x\", \"layers\": [" + layer + "]}");
    assertRefused(file.toString());
  }

  /// What is not understood changes the network: with these it would be judged as another one.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "'Conv2d', 'padding_mode': 'circular' | the field \"padding_mode\" of a Conv2d is circular; this program",
      "'Conv2d', 'dilation': 2 | the field \"dilation\" of a Conv2d is 2; this program can only do 1",
      "'Conv2d', 'groups': 4 | the field \"groups\" of a Conv2d is 4",
      "'Conv2d', 'bias': false | the field \"bias\" of a Conv2d is false; this program can only do true",
      "'Conv2d', 'colour': 'blue' | a Conv2d has the field \"colour\", which this program does not know; it knows bias",
      "'MaxPool2d', 'padding': 1 | the field \"padding\" of a MaxPool2d is 1; this program can only do 0",
      "'MaxPool2d', 'stride': 2 | the field \"stride\" of a MaxPool2d is 2; this program can only do 3",
      "'MaxPool2d', 'ceil_mode': true | the field \"ceil_mode\" of a MaxPool2d is true",
      "'MaxPool2d', 'dilation': 2 | the field \"dilation\" of a MaxPool2d is 2",
      "'Flatten', 'start_dim': 0 | the field \"start_dim\" of a Flatten is 0; this program can only do 1",
      "'ReLU', 'slope': 0.1 | a ReLU has the field \"slope\", which",
      "'Linear', 'bias': false | the field \"bias\" of a Linear is false"})
  void aFieldThatWouldNotBeHeardIsNamed(String layer, String named) throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.writeString(file, ("{'format': 1, 'name': 'x', 'layers': [{'kernel_size': 3, 'type': " + layer + "}]}")
        .replace(layer.contains("Pool") || layer.contains("Conv") ? "#" : "'kernel_size': 3, ", "")
        .replace('\'', '"'));
    assertRefused(file + ": " + named);
  }

  @Test
  void aFieldOfTheWholeDescriptionThatWouldNotBeHeardIsNamed() throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"normalize\": [0.13, 0.31],"));
    assertRefused(file + ": the description has the field \"normalize\", which this program does not know");
  }

  /// PyTorch's own values for what is left out are no other network.
  @Test
  void fieldsThatChangeNothingAreTaken() {
    Json layer = Json.parse("{\"type\": \"Conv2d\", \"in_channels\": 1, \"out_channels\": 2, \"kernel_size\": 3,"
        + " \"stride\": 1, \"padding\": 1, \"dilation\": 1, \"groups\": 1, \"bias\": true,"
        + " \"padding_mode\": \"zeros\"}");
    assertEquals(new LayerSpec.Convolution(1, 2, 3, 1, 1), LayerSpec.of(layer));
    assertEquals(new LayerSpec.Pooling(2), LayerSpec.of(
        Json.parse("{\"type\": \"MaxPool2d\", \"kernel_size\": 2, \"stride\": 2, \"padding\": 0}")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"[3, 3] | not [3,3]; write 3", "[3, 5] | not [3,5]; only squares are known"})
  void aSizeForEachDirectionGetsAHint(String size, String hint) throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.writeString(file, "{\"format\": 1, \"name\": \"x\", \"layers\": [{\"type\": \"MaxPool2d\","
        + " \"kernel_size\": " + size + "}]}");
    assertRefused(file + ": the field \"kernel_size\" of a MaxPool2d must be one whole number for both directions, "
        + hint);
  }

  @Test
  void logitsOfAnotherNetworkAreNamed() throws IOException {
    Path file = folder.resolve("logits.npy");
    Tensor logits = Npy.read(file);
    float[] other = logits.toFloatArray();
    other[13] += 1e-5f;
    Npy.write(file, Tensor.wrap(other, COUNT, 10));
    assertAnswered(0, List.of("attack", folder.toString(), "fgsm"), "3 images");
    for (float wrong : new float[] {other[13] + 0.01f, Float.NaN}) {
      other[13] = wrong;
      Npy.write(file, Tensor.wrap(other, COUNT, 10));
      assertRefused(file + ": the logit of class 3 for input 1 should be " + wrong + ", but the network as described");
    }
    Npy.write(file, Tensor.zeros(COUNT, 9));
    assertRefused(file + " holds float32 (3, 9), but the network gives float32 (3, 10)");
    Files.delete(file);
    assertAnswered(0, List.of("attack", folder.toString(), "fgsm"), "3 images");
  }

  @Test
  void aFileOfBytesIsCalledByItsName() throws IOException {
    Path file = root.resolve("bytes.npy");
    String head = "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 1, 28, 28), }";
    byte[] start = ("\u0093NUMPY\1\0v\0" + head + " ".repeat(117 - head.length()) + "\n")
        .getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = Arrays.copyOf(start, start.length + COUNT * 784);
    Files.write(file, bytes);
    assertAnswered(3, List.of("judge", folder.toString(), file.toString()), file + " holds uint8 (3, 1, 28, 28)",
        "array.astype(\"float32\") / 255");
  }

  /// The fourth of five files cannot be written; the older export stays whole.
  @Test
  void anOlderExportStaysUntilTheNewOneIsComplete() throws IOException {
    assertAnswered(0, List.of("attack", folder.toString(), "fgsm"), "3 images");
    Path blocked = folder.resolve("logits.npy");
    Files.delete(blocked);
    Files.createDirectory(blocked);
    byte[] weights = Files.readAllBytes(folder.resolve("model.safetensors"));
    List<String> export = List.of("export", folder.toString(), "--model", "softmax", "--train", "10", "--epochs", "0",
        "--count", "2");
    assertAnswered(3, export, "cannot write " + blocked + ": it is a directory");
    assertArrayEquals(weights, Files.readAllBytes(folder.resolve("model.safetensors")));
    Files.delete(blocked);
    assertAnswered(0, List.of("attack", folder.toString(), "fgsm"), "3 images");
    assertAnswered(0, export, "of 2 test images are right");
  }

  /// They would lie beside a model that they are not about; what others keep there stays.
  @Test
  void resultsOfTheOlderModelGoWithItAndOthersStay() throws IOException {
    assertAnswered(0, List.of("attack", folder.toString(), "fgsm"), "3 images");
    assertAnswered(0, List.of("attack", folder.toString(), "fgsm", "--as", "kept"), "3 images");
    Files.writeString(folder.resolve("kept/notes.txt"), "mine");
    Path theirs = Files.createDirectories(folder.resolve("theirs"));
    Files.writeString(theirs.resolve("result.json"), "{\"format\": 1, \"attack\": \"my own\"}");
    Files.writeString(theirs.resolve("adversarial.npy"), "mine");
    assertAnswered(0, List.of("export", folder.toString(), "--model", "softmax", "--train", "10", "--epochs", "0",
        "--count", "2"), "of 2 test images are right");
    assertFalse(Files.exists(folder.resolve("fgsm")));
    assertTrue(Files.exists(folder.resolve("kept/notes.txt")) && !Files.exists(folder.resolve("kept/result.json")));
    assertEquals("mine", Files.readString(theirs.resolve("adversarial.npy")));
  }

  @Test
  void aDescriptionThatIsNoTextOrEndlesslyNestedIsRefused() throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF});
    assertRefused(file.toString());
    Files.writeString(file, "[".repeat(100_000));
    assertRefused(file.toString());
  }

  /// Six gigabytes, asked for by a line of text.
  @Test
  void layersFarLargerThanTheWeightsAreRefusedBeforeTheyAreMade() throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.writeString(file, "{\"format\": 1, \"name\": \"x\", \"layers\": [{\"type\": \"Linear\","
        + " \"in_features\": 32768, \"out_features\": 32768}]}");
    assertRefused(file + ": these layers have 1073774592 weights, but model.safetensors holds 7850 numbers");
  }

  @Test
  void aDescriptionInAnotherEncodingIsNamedWithItsPlace() throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.writeString(file, "{\n\"name\": \"Grün\"}", StandardCharsets.ISO_8859_1);
    assertRefused(file + ", byte 13: this should be a text in UTF-8, but in line 2");
    Files.writeString(file, "\ufeff{}");
    assertRefused(file + ", byte 0: ", "byte order mark");
  }

  @Test
  void namesInFilesDoNotCommandTheTerminal() throws IOException {
    Files.writeString(folder.resolve("architecture.json"),
        "{\"format\": 1, \"name\": \"x\", \"layers\": [{\"type\": \"\\u001b]0;mine\\u0007\\u202e\"}]}");
    assertRefused("\\u001b]0;mine\\u0007\\u202e");
    Safetensors.of(Map.of("\u001b[2J", Tensor.full(Double.NaN, DType.FLOAT32, 1)))
        .write(folder.resolve("model.safetensors"));
    assertRefused("\\u001b[2J holds numbers that are not finite");
  }

  @Test
  void whatIsReadIsNeverWrittenOver() throws IOException {
    Path images = folder.resolve("inputs.npy");
    Path link = Files.createSymbolicLink(root.resolve("link"), images);
    Path twin = Files.createLink(root.resolve("twin"), images);
    byte[] before = Files.readAllBytes(images);
    for (Path json : List.of(images, folder.resolve("x/../inputs.npy"), link, twin,
        folder.resolve("labels.npy"))) {
      assertAnswered(2, List.of("judge", folder.toString(), images.toString(), "--json", json.toString()),
          json + " is a file that this command reads; it would be overwritten.");
    }
    Files.createSymbolicLink(Files.createDirectory(folder.resolve("fgsm")).resolve("candidates.npy"), images);
    assertAnswered(2, List.of("attack", folder.toString(), "fgsm"), "candidates.npy is a file that this");
    Path weights = folder.resolve("model.safetensors");
    assertAnswered(2, List.of("export", folder.toString(), "--weights", weights.toString()),
        weights + " is a file that this command reads");
    assertArrayEquals(before, Files.readAllBytes(images));
  }

  /// An architecture and weights that fit each other, but not a list of classes for each image.
  @Test
  void aNetworkThatGivesNoLogitsIsRefused() throws IOException {
    Files.writeString(folder.resolve("architecture.json"),
        "{\"format\": 1, \"name\": \"x\", \"layers\": [{\"type\": \"ReLU\"}]}");
    Safetensors.of(Map.of()).write(folder.resolve("model.safetensors"));
    assertRefused("the network cannot be asked about inputs float32 (3, 1, 28, 28): ");
  }

  @Test
  void candidatesThatAreNoImagesAreRefused() throws IOException {
    Path file = root.resolve("theirs.npy");
    List<String> judge = List.of("judge", folder.toString(), file.toString());
    assertAnswered(3, judge, file.toString());
    float[] pixels = images().toFloatArray();
    pixels[5] = Float.NaN;
    Npy.write(file, Tensor.wrap(pixels, COUNT, 1, 28, 28));
    assertAnswered(2, judge, file + ": the attack left the box", "is NaN");
    Npy.write(file, Tensor.zeros(DType.INT32, COUNT, 1, 28, 28));
    assertAnswered(3, judge, file + " holds int32 (3, 1, 28, 28)");
    assertAnswered(3, List.of("judge", folder.toString(), root.toString()), root + " is a folder");
  }

  @Test
  void foldersThatAreNotThereOrFilesAreNamed() throws IOException {
    Path missing = root.resolve("no such folder");
    assertAnswered(3, List.of("attack", missing.toString(), "fgsm"), missing + " is no folder");
    assertAnswered(3, List.of("judge", missing.toString(), "x.npy"), missing + " is no folder");
    Path file = Files.writeString(root.resolve("a file"), "text");
    assertAnswered(3, List.of("attack", file.toString(), "fgsm"), file + " is no folder");
    assertAnswered(3, List.of("export", file.toString(), "--model", "softmax"),
        file + " is a file where a folder is needed");
    assertAnswered(3, List.of("export", root.resolve("x").toString(), "--weights", missing.toString()),
        "There is no file " + missing);
    assertAnswered(3, List.of("export", root.resolve("x").toString(), "--weights", root.toString()),
        root + " is a folder");
  }

  /// Where the result is to go there is a file, or a folder of the name of a file.
  @Test
  void placesThatCannotBeWrittenToAreNamed() throws IOException {
    Path results = folder.resolve("fgsm");
    Files.writeString(results, "text");
    assertAnswered(3, List.of("attack", folder.toString(), "fgsm"),
        results + " is a file where a folder is needed");
    // Before the attack is run: this one would refuse its norm, which is a mistake of the command line.
    assertAnswered(3, List.of("attack", folder.toString(), "cw", "--norm", "LINF", "--as", "fgsm"),
        results + " is a file where a folder is needed");
    Files.createDirectories(folder.resolve("bim/candidates.npy"));
    assertAnswered(3, List.of("attack", folder.toString(), "bim", "--steps", "2"),
        "cannot write " + folder.resolve("bim/candidates.npy") + ": it is a directory");
    assertAnswered(3, List.of("judge", folder.toString(), folder.resolve("inputs.npy").toString(), "--json",
        results.resolve("result.json").toString()), results + " is a file where a folder is needed");
  }
}
