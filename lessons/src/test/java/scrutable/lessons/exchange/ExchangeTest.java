package scrutable.lessons.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evaluation.AutoAttack;
import scrutable.attacks.evaluation.RobustReport;
import scrutable.attacks.evaluation.RobustReport.Stage;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.lessons.cli.CommandLineInterface;
import scrutable.lessons.cli.Terminal;
import scrutable.nn.Module;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.Npy;
import scrutable.tensor.io.Safetensors;

/// One model is trained and exported for all tests; each works on a copy or only reads.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExchangeTest {
  private Path root;
  private Path folder;
  private String said;

  @BeforeAll
  void export(@TempDir Path shared) {
    root = shared;
    folder = root.resolve("model");
    assertEquals(0, execute("export", folder.toString(), "--model", "mlp", "--train", "600", "--epochs", "3",
        "--count", "40"), () -> said);
  }

  private int execute(String... arguments) {
    var bytes = new ByteArrayOutputStream();
    var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code = new CommandLineInterface(List.of(), new Terminal(stream, stream, true, false), root)
        .execute(arguments);
    said = bytes.toString(StandardCharsets.UTF_8);
    return code;
  }

  private ExchangeFolder read() {
    return assertDoesNotThrow(() -> ExchangeFolder.read(folder));
  }

  private Json result(String name) throws IOException {
    return Json.parse(Files.readString(folder.resolve(name).resolve("result.json")));
  }

  @Test
  void theFolderHoldsTheModelAndTheImagesAndIsReadBackToTheBit() throws IOException {
    ExchangeFolder read = ExchangeFolder.read(folder);
    assertArrayEquals(new int[] {40, 1, 28, 28}, read.inputs().shape());
    assertEquals(List.of("1.weight", "1.bias", "3.weight", "3.bias"),
        List.copyOf(read.network().state().keySet()));
    assertArrayEquals(Npy.read(folder.resolve("logits.npy")).toFloatArray(),
        Classifier.of(read.network()).logits(read.inputs()).toFloatArray());
    assertArrayEquals(Glyphs.generate(40, Rng.seed(42).split("data").split("test")).labels().toIntArray(),
        read.labels().toIntArray());
  }

  @Test
  void everyArchitectureIsReadAsItWasWritten() {
    for (String name : Architecture.NAMES) {
      Architecture written = Architecture.named(name);
      Architecture read = Architecture.of(Json.parse(written.toJson().write()));
      assertEquals(written, read);
      Module network = read.build(Rng.seed(1));
      assertArrayEquals(new int[] {2, 10}, network.forward(Tensor.zeros(2, 1, 28, 28)).shape());
    }
  }

  /// Worked out anew from the files alone.
  @Test
  void theResultOfAnAttackIsWhatTheModelSaysOfItsImages() throws IOException {
    assertEquals(0, execute("attack", folder.toString(), "fgsm", "--eps", "0.1"), () -> said);
    ExchangeFolder read = ExchangeFolder.read(folder);
    Classifier victim = Classifier.of(read.network());
    Tensor adversarial = Npy.read(folder.resolve("fgsm/adversarial.npy"));
    int[] before = victim.labels(read.inputs());
    int[] after = victim.labels(adversarial);
    double[] moved = Norm.LINF.of(adversarial.sub(read.inputs()));
    Json result = result("fgsm");
    int robust = 0;
    for (int i = 0; i < 40; i++) {
      boolean wrong = after[i] != (int) read.labels().get(i);
      boolean wasWrong = before[i] != (int) read.labels().get(i);
      assertEquals(Boolean.toString(wrong), result.get("success").items().get(i).text());
      assertEquals(Boolean.toString(wasWrong), result.get("misclassifiedBefore").items().get(i).text());
      assertEquals(after[i], (int) result.get("labels").items().get(i).number());
      Json distance = result.get("distances").items().get(i);
      assertEquals(wrong ? moved[i] : 0, wrong ? distance.number() : moved[i], 1e-12);
      assertEquals(wrong, !(distance instanceof Json.Null));
      robust += wrong ? 0 : 1;
    }
    assertEquals(robust / 40.0, result.get("robustAccuracy").number(), 1e-12);
    assertEquals("0.1", result.get("eps").text());
    assertTrue(result.get("successRate").number() > 0.3, "too weak to say much: " + said);
  }

  /// Other libraries return these, so they are what can be compared pixel by pixel.
  @Test
  void theCandidatesAreWhatTheAttackMadeOfEveryInput() throws IOException {
    execute("attack", folder.toString(), "fgsm", "--eps", "0.05", "--as", "small");
    ExchangeFolder read = ExchangeFolder.read(folder);
    Tensor made = new FastGradientSign().perturb(Classifier.of(read.network()),
        Examples.of(read.inputs(), new Untargeted(read.labels()), Rng.seed(42)), Ball.linf(0.05));
    assertArrayEquals(made.toFloatArray(), Npy.read(folder.resolve("small/candidates.npy")).toFloatArray());
  }

  @Test
  void judgingOurOwnImagesGivesOurOwnResult() throws IOException {
    execute("attack", folder.toString(), "bim", "--eps", "0.08", "--steps", "5");
    Path json = root.resolve("judged.json");
    assertEquals(0, execute("judge", folder.toString(), folder.resolve("bim/adversarial.npy").toString(),
        "--eps",
        "0.08", "--json", json.toString()), () -> said);
    Json judged = Json.parse(Files.readString(json));
    for (String field : List.of("robustAccuracy", "successRate", "success", "distances", "labels")) {
      assertEquals(result("bim").get(field), judged.get(field), field);
    }
  }

  static List<String> quickAttacks() {
    return NamedAttack.ALL.stream().map(NamedAttack::name).filter(name -> !name.equals("autoattack"))
        .toList();
  }

  /// What is written down is what was used: null, which has no text, where the attack has no such number.
  @ParameterizedTest
  @MethodSource("quickAttacks")
  void everyAttackOfTheListRuns(String name) throws IOException {
    NamedAttack attack = NamedAttack.find(name).orElseThrow();
    List<String> command = new ArrayList<>(List.of("attack", folder.toString(), name, "--norm", "l2"));
    command.addAll(attack.hasBudget() ? List.of("--eps", "1") : List.of());
    command.addAll(attack.usualSteps() > 0 ? List.of("--steps", "4") : List.of());
    assertEquals(0, execute(command.toArray(String[]::new)), () -> said);
    Json result = result(name);
    assertEquals(attack.hasBudget(), !(result.get("eps") instanceof Json.Null));
    assertEquals(attack.usualSteps() > 0 ? "4" : "", result.get("steps").text());
    assertEquals(attack.takesStepSize() ? "0.625" : "", result.get("stepSize").text());
    execute("attack", folder.toString(), "list");
    assertTrue(said.contains("  " + name + " "), said);
  }

  /// The sums over the four attacks of the ensemble.
  @Test
  void theEnsembleKeepsAnAccount() {
    List<Stage> stages = new ArrayList<>();
    NamedAttack attack = new NamedAttack("short", "", true, 0, false, Norm.LINF, Set.of(),
        (victim, examples, ball, s) -> {
      RobustReport report = new AutoAttack(3, 20).evaluate(victim, examples, ball);
      stages.addAll(report.stages());
      return report.result().adversarial();
    });
    Outcome outcome =
        attack.run(read().victim(), read().examples(Rng.seed(1)), attack.settings(null, 0.02, null, null,
            NamedAttack.Choices.USUAL));
    assertEquals(stages.stream().mapToLong(Stage::gradientEvaluations).sum(), outcome.gradients());
    assertEquals(stages.stream().mapToLong(Stage::queries).sum(), outcome.queries());
    assertTrue(outcome.queries() > 0 && outcome.gradients() > 0, stages.toString());
  }

  @ParameterizedTest
  @CsvSource({"pgd, --restarts 2 --last", "cw, --weight 0.5 --rate 0.05", "lbfgs, --weight 10"})
  void whatOnlySomeAttacksLeaveToChooseIsTakenAndWrittenDown(String name, String options) throws IOException {
    List<String> words = new ArrayList<>(List.of("attack", folder.toString(), name, "--steps", "3"));
    words.addAll(List.of(options.split(" ")));
    assertEquals(0, execute(words.toArray(String[]::new)), () -> said);
    for (String[] choice : new String[][] {{"--restarts", "restarts"}, {"--weight", "weight"}, {"--rate", "rate"}}) {
      int at = words.indexOf(choice[0]);
      assertEquals(at < 0 ? "null" : words.get(at + 1), result(name).get(choice[1]).write().strip());
    }
  }

  @ParameterizedTest
  @CsvSource({"fgsm, --last", "deepfool, --restarts 2", "pgd, --weight 1", "lbfgs, --rate 1", "pgd, --restarts 0"})
  void whatAnAttackDoesNotHaveIsRefusedByName(String name, String options) throws IOException {
    List<String> words = new ArrayList<>(List.of("attack", folder.toString(), name));
    words.addAll(List.of(options.split(" ")));
    assertEquals(2, execute(words.toArray(String[]::new)), () -> said);
    assertTrue(said.contains(options.split(" ")[0]), said);
  }

  /// Counted anew from the files alone; as a number and as a file.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAttackMayBeGivenATarget(boolean asFile) throws IOException {
    int[] wanted = new int[40];
    Arrays.fill(wanted, 3);
    wanted[0] = asFile ? 5 : 3;
    Path file = root.resolve("targets.npy");
    Npy.write(file, Tensor.ofInts(wanted, 40));
    String target = asFile ? file.toString() : "3";
    assertEquals(0, execute("attack", folder.toString(), "pgd", "--eps", "0.2", "--steps", "10", "--target", target,
        "--as", "towards"), () -> said);
    Json result = result("towards");
    ExchangeFolder read = ExchangeFolder.read(folder);
    int[] before = read.victim().labels(read.inputs());
    int[] after = read.victim().labels(Npy.read(folder.resolve("towards/adversarial.npy")));
    int won = 0;
    int open = 0;
    for (int i = 0; i < 40; i++) {
      assertEquals(Boolean.toString(before[i] == wanted[i]), result.get("atTargetBefore").items().get(i).text());
      assertEquals(Boolean.toString(after[i] == wanted[i]), result.get("success").items().get(i).text());
      assertEquals(wanted[i], (int) result.get("targets").items().get(i).number());
      open += before[i] == wanted[i] ? 0 : 1;
      won += before[i] != wanted[i] && after[i] == wanted[i] ? 1 : 0;
    }
    assertTrue(won > 10, "too weak to say much: " + said);
    assertEquals((double) won / open, result.get("successRate").number(), 1e-12);
    assertTrue(said.contains("at their target"), said);
    Path json = root.resolve("judged-target.json");
    assertEquals(0, execute("judge", folder.toString(), folder.resolve("towards/adversarial.npy").toString(),
        "--target", target, "--json", json.toString()), () -> said);
    assertEquals(result.get("success"), Json.parse(Files.readString(json)).get("success"));
  }

  @ParameterizedTest
  @CsvSource({"pgd, 10, 2, 10 classes", "pgd, nowhere.npy, 3, nowhere.npy", "pgd, '', 2, --target",
      "autoattack, 3, 2, Untargeted", "apgd-t, 3, 2, any wrong answer"})
  void aTargetThatCannotBeIsRefused(String name, String target, int code, String why) {
    assertEquals(code, execute("attack", folder.toString(), name, "--target", target), said);
    assertTrue(said.contains(why), said);
  }

  /// Beyond the boundary by more than another order of summation may change.
  @ParameterizedTest
  @ValueSource(strings = {"ddn", "fab"})
  void theNearestImagesAreNotOnTheBoundaryItself(String name) {
    NamedAttack attack = NamedAttack.find(name).orElseThrow();
    Outcome outcome = attack.run(read().victim(), read().examples(Rng.seed(1)),
        attack.settings(Norm.L2, null, 50, null, NamedAttack.Choices.USUAL));
    Tensor logits = read().victim().logits(outcome.candidates());
    int[] labels = read().labels().toIntArray();
    for (int i = 0; i < labels.length; i++) {
      double margin = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < logits.size(1); k++) {
        margin = k == labels[i] ? margin : Math.max(margin, logits.get(i, k) - logits.get(i, labels[i]));
      }
      int image = i;
      double found = margin;
      boolean wasMoved = outcome.result().success()[i] && !outcome.result().atGoalBefore()[i];
      assertTrue(!wasMoved || margin > 1.9e-5, () -> image + ": beyond by " + found);
    }
  }

  @Test
  void theBestOfTwoTriesIsNoWorseThanTheFirst() {
    NamedAttack pgd = NamedAttack.find("pgd").orElseThrow();
    Outcome once = pgd.run(read().victim(), read().examples(Rng.seed(1)),
        pgd.settings(null, 0.05, 2, null, NamedAttack.Choices.USUAL));
    Outcome twice = pgd.run(read().victim(), read().examples(Rng.seed(1)),
        pgd.settings(null, 0.05, 2, null, new NamedAttack.Choices(3, null, null, null)));
    assertTrue(twice.result().robustAccuracy() <= once.result().robustAccuracy());
    assertTrue(twice.gradients() > once.gradients());
  }

  @ParameterizedTest
  @CsvSource({"cw, 20", "ddn, 5", "boundary, 50"})
  void anAttackThatKnowsOneNormTakesIt(String name, String steps) throws IOException {
    assertEquals(0, execute("attack", folder.toString(), name, "--steps", steps), () -> said);
    assertEquals("l2", result(name).get("norm").text());
  }

  @Test
  void withoutANumberOfStepsTheUsualOneIsTakenAndWrittenDown() throws IOException {
    assertEquals(0, execute("attack", folder.toString(), "ddn", "--norm", "l2"), () -> said);
    assertEquals("100", result("ddn").get("steps").text());
  }

  @Test
  void imagesOutsideTheBallAreNotJudged() throws IOException {
    ExchangeFolder read = ExchangeFolder.read(folder);
    Path file = root.resolve("far.npy");
    Npy.write(file, read.inputs().add(0.2).clamp(0, 1));
    assertEquals(2, execute("judge", folder.toString(), file.toString(), "--eps", "0.1"));
    assertTrue(said.contains("left the ball: example 0 is at LINF distance 0.2"), said);
    assertEquals(0, execute("judge", folder.toString(), file.toString()), () -> said);
    Npy.write(file, read.inputs().add(0.2));
    assertEquals(2, execute("judge", folder.toString(), file.toString()));
    assertTrue(said.contains("left the box"), said);
  }

  @Test
  void imagesOfAnotherShapeOrTypeAreRefused() throws IOException {
    Path file = root.resolve("other.npy");
    Npy.write(file, Tensor.zeros(39, 1, 28, 28));
    assertEquals(3, execute("judge", folder.toString(), file.toString()));
    assertEquals(file + " holds float32 (39, 1, 28, 28), but the inputs are float32 (40, 1, 28, 28)\n", said);
    Npy.write(file, Tensor.zeros(DType.FLOAT64, 40, 1, 28, 28));
    assertEquals(3, execute("judge", folder.toString(), file.toString()));
    assertTrue(said.contains("holds float64 (40, 1, 28, 28)") && said.endsWith("(\"float32\") converts\n"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"architecture.json", "model.safetensors", "inputs.npy", "labels.npy"})
  void aFolderWithoutOneOfItsFilesIsNamed(String missing) throws IOException {
    Path copy = copy("without " + missing);
    Files.delete(copy.resolve(missing));
    assertEquals(3, execute("attack", copy.toString(), "fgsm"));
    assertEquals(copy + " is no folder of an exported model: there is no " + missing
        + " in it; lessons/run export makes one\n", said);
  }

  @ParameterizedTest
  @CsvSource({"'{\"format\": 1, \"name\": \"x\", \"layers\": [{\"type\": \"Gelu\"}]}', there is no layer of"
      + " the type",
      "'{\"format\": 2, \"name\": \"x\", \"layers\": []}', format 2 is unknown",
      "'{\"format\": 1, \"name\": \"x\", \"layers\": []}', at least one layer",
      "'{\"format\": 1}', no field", "'not json', a value was expected",
      "'{\"format\": 1, \"name\": \"x\", \"layers\": [{\"type\": \"Linear\", \"in_features\": 1.5}]}', whole"
      + " number"})
  void aDescriptionThatCannotBeUnderstoodSaysWhy(String json, String why) throws IOException {
    Path copy = copy("described");
    Files.writeString(copy.resolve("architecture.json"), json);
    assertEquals(3, execute("attack", copy.toString(), "fgsm"), () -> said);
    assertTrue(said.contains("architecture.json: ") && said.contains(why), said);
  }

  @Test
  void weightsThatDoNotFitAreNamed() throws IOException {
    Path copy = copy("unfit");
    Safetensors.of(Architecture.named("softmax").build(Rng.seed(1)).state())
        .write(copy.resolve("model.safetensors"));
    assertEquals(3, execute("attack", copy.toString(), "fgsm"));
    assertTrue(said.contains("does not fit the architecture \"mlp\": ")
        && said.contains("3.weight is missing"), said);
  }

  @Test
  void weightsTrainedElsewhereAreTaken() throws IOException {
    Module theirs = Architecture.named("softmax").build(Rng.seed(9));
    Path weights = root.resolve("theirs.safetensors");
    Safetensors.of(theirs.state()).write(weights);
    Path imported = root.resolve("imported");
    assertEquals(0, execute("export", imported.toString(), "--model", "softmax", "--weights",
        weights.toString(), "--count", "20"), () -> said);
    ExchangeFolder read = ExchangeFolder.read(imported);
    assertArrayEquals(Classifier.of(theirs).logits(read.inputs()).toFloatArray(),
        Classifier.of(read.network()).logits(read.inputs()).toFloatArray());
  }

  @ParameterizedTest
  @CsvSource({"attack FOLDER nonsense, There is no attack", "attack FOLDER cw --norm LINF, CarliniWagner",
      "attack FOLDER bim --steps 0, steps must be", "attack FOLDER bim --step-size NaN, stepSize must be",
      "attack FOLDER fgsm --steps 5, the attack fgsm has no --steps to choose",
      "attack FOLDER ddn --step-size 1, the attack ddn has no --step-size to choose",
      "attack FOLDER cw --eps 1, the attack cw has no --eps to choose",
      "attack FOLDER fgsm --eps -1, eps is a distance", "attack FOLDER pgd --eps Infinity, finite",
      "attack FOLDER fgsm --as ../elsewhere, is no folder within", "attack FOLDER fgsm --as ., is no folder",
      "judge FOLDER FOLDER/inputs.npy --eps -1, must not be negative",
      "judge FOLDER FOLDER/inputs.npy --eps NaN, must not be negative",
      "export OTHER --eps 0 --training pgd, must be positive",
      "export OTHER --count 3000000, at most 2739137", "export OTHER --train 2147483647, at most 2739137",
      "export OTHER --weights x --training pgd, --training does nothing here: with --weights nothing is trained",
      "export OTHER --weights x --epochs 2, --epochs does nothing", "export OTHER --eps 0.2, --eps does nothing",
      "export OTHER --weights x --eps 0.2, --eps does nothing", "export OTHER --weights x --train 9, --train does",
      "export OTHER --eps Infinity --training trades, must be positive",
      "export OTHER --model vgg, there is no \"vgg\"",
      "export OTHER --training magic, there is no \"magic\"", "export OTHER --count 0, must be at least 1",
      "export OTHER --data imagenet, there is no \"imagenet\""})
  void aCommandThatMakesNoSenseIsAnsweredAsSuch(String command, String answer) {
    assertEquals(2, execute(command.replace("FOLDER", folder.toString())
        .replace("OTHER", root.resolve("other").toString()).split(" ")), () -> said);
    assertTrue(said.contains(answer), said);
  }

  @Test
  void defencesAreTrainedByName() throws IOException {
    for (String training : List.of("fgsm", "pgd", "trades")) {
      Path defended = root.resolve(training);
      assertEquals(0, execute("export", defended.toString(), "--model", "softmax", "--training", training,
          "--train",
          "128", "--epochs", "1", "--count", "10"), () -> said);
      assertThrows(AssertionError.class, () -> assertArrayEquals(
          Files.readAllBytes(folder.resolve("model.safetensors")),
          Files.readAllBytes(defended.resolve("model.safetensors"))));
    }
  }

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectories(root.resolve(name));
    for (String file : List.of("architecture.json", "model.safetensors", "inputs.npy", "labels.npy")) {
      Files.write(copy.resolve(file), Files.readAllBytes(folder.resolve(file)));
    }
    return copy;
  }
}
