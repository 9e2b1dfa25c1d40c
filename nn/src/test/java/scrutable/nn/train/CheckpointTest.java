package scrutable.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.autograd.Parameter;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.AdamW;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.optim.RmsProp;
import scrutable.nn.optim.Schedule;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Safetensors;

class CheckpointTest {
  @TempDir
  Path folder;

  private final Dataset training = ThreeClouds.generate(150, 1);
  private final Dataset validation = ThreeClouds.generate(300, 2);

  static Stream<Named<Function<List<Parameter>, Optimizer>>> optimizers() {
    return Stream.of(
        Named.of("SGD", parameters -> new Sgd(parameters, 0.1, 0.9, true, 1e-3)),
        Named.of("Adam", parameters -> new Adam(parameters, 0.01)),
        Named.of("AdamW", parameters -> new AdamW(parameters, 0.01, 0.1)),
        Named.of("RMSProp", parameters -> new RmsProp(parameters, 0.001, 0.99, 1e-8, 0.9)));
  }

  /// Every seed differs from one to the next, so whatever is not restored shows.
  private ClassifierTraining loop(long seed, Function<List<Parameter>, Optimizer> optimizer,
      TrainingSettings settings) {
    Module network = ThreeClouds.network(seed);
    return new ClassifierTraining(network, optimizer.apply(network.parameters()), settings, Rng.seed(seed + 1));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void fiveEpochsAndFiveResumedAreTenToTheBit(Function<List<Parameter>, Optimizer> optimizer) {
    Path file = folder.resolve("half.safetensors");
    Function<Integer, TrainingSettings> settings = epochs -> TrainingSettings.of(epochs, 32)
        .withAveraging(0.9).withClipping(1).withEarlyStopping(6);
    ClassifierTraining straight = loop(10, optimizer, settings.apply(10));
    List<EpochReport> ten = straight.run(training, validation);

    ClassifierTraining first = loop(10, optimizer, settings.apply(5).withCheckpoints(file, 5));
    List<EpochReport> five = first.run(training, validation);
    ClassifierTraining second = loop(777, optimizer, settings.apply(10));
    second.loop().resume(file);
    List<EpochReport> rest = second.run(training, validation);

    assertEquals(ten.toString(), Stream.concat(five.stream(), rest.stream()).toList().toString());
    ClassifierTrainingTest.assertSameBits(straight.loop().state().network(), second.loop().state().network());
    assertSame(straight.loop().state().checkpoint(), second.loop().state().checkpoint());
  }

  @Test
  void theBestWeightsOfBeforeTheInterruptionAreStillTheBest() {
    Path file = folder.resolve("best.safetensors");
    Function<List<Parameter>, Optimizer> sgd = parameters -> new Sgd(parameters, 1);
    Function<Integer, TrainingSettings> settings = epochs -> TrainingSettings.of(epochs, 30)
        .withEarlyStopping(3).withSchedule(Schedule.constant(0.1).then(10, Schedule.constant(30)));
    ClassifierTraining straight = loop(10, sgd, settings.apply(10));
    straight.run(training, validation);
    assertEquals(5, straight.loop().state().epoch());

    ClassifierTraining first = loop(10, sgd, settings.apply(2).withCheckpoints(file, 1));
    first.run(training, validation);
    ClassifierTraining resumed = loop(777, sgd, settings.apply(10));
    resumed.loop().resume(file);
    resumed.run(training, validation);
    assertEquals(5, resumed.loop().state().epoch());
    ClassifierTrainingTest.assertSameBits(straight.loop().state().network(), resumed.loop().state().network());
  }

  private static void assertSame(Checkpoint expected, Checkpoint actual) {
    assertEquals(expected.progress(), actual.progress());
    assertEquals(expected.generators(), actual.generators());
    assertSame(expected.network(), actual.network());
    assertEquals(expected.parts().keySet(), actual.parts().keySet());
    expected.parts().forEach((part, tensors) -> assertSame(tensors, actual.parts().get(part)));
  }

  private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertEquals(Set.copyOf(expected.keySet()), actual.keySet());
    expected.forEach((name, tensor) -> {
      assertEquals(tensor.dtype(), actual.get(name).dtype(), name);
      assertArrayEquals(tensor.shape(), actual.get(name).shape(), name);
      assertArrayEquals(tensor.toDoubleArray(), actual.get(name).toDoubleArray(), name);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 13, 15})
  void trainingThatDiesInTheMiddleOfAnEpochGoesOnThereToTheSameBits(int lastStep) {
    Path file = folder.resolve("last.safetensors");
    Function<List<Parameter>, Optimizer> adam = parameters -> new Adam(parameters, 0.01);
    TrainingSettings plain = TrainingSettings.of(4, 32).withSchedule(Schedule.cosine(0.02, 0, 20))
        .withAveraging(0.9);
    ClassifierTraining straight = loop(10, adam, plain);
    List<EpochReport> all = straight.run(training, validation);
    ClassifierTraining killed = loop(10, adam, plain.withCheckpointsBetweenSteps(file, 1).afterEachStep(report -> {
      if (report.step().number() + 1 == lastStep) {
        throw new IllegalStateException("the power is gone");
      }
    }));
    assertThrows(IllegalStateException.class, () -> killed.run(training, validation));
    List<Long> steps = new ArrayList<>();
    ClassifierTraining resumed = loop(777, adam, plain.beforeEachStep(step -> steps.add(step.number())));
    resumed.loop().resume(file);
    List<EpochReport> rest = resumed.run(training, validation);
    assertEquals(LongStream.range(lastStep, 20).boxed().toList(), steps);
    assertEquals(all.subList(4 - rest.size(), 4), rest);
    assertEquals(lastStep == 10 ? 3 : 2, rest.size());
    ClassifierTrainingTest.assertSameBits(straight.loop().state().network(), resumed.loop().state().network());
    assertSame(straight.loop().state().checkpoint(), resumed.loop().state().checkpoint());
  }

  @Test
  void anEpochInterruptedInTheMiddleIsRepeatedIfCheckpointsAreWrittenBetweenEpochsOnly() {
    Path file = folder.resolve("last.safetensors");
    Function<List<Parameter>, Optimizer> adam = parameters -> new Adam(parameters, 0.01);
    TrainingSettings plain = TrainingSettings.of(4, 32).withSchedule(Schedule.cosine(0.02, 0, 20));
    ClassifierTraining straight = loop(10, adam, plain);
    straight.run(training);
    TrainingSettings settings = plain.withCheckpoints(file, 1);
    ClassifierTraining killed = loop(10, adam, settings.withProgress((stage, done, total) -> {
      if (done == 13) {
        throw new IllegalStateException("the power is gone");
      }
    }, "training"));
    assertThrows(IllegalStateException.class, () -> killed.run(training));
    ClassifierTraining resumed = loop(777, adam, settings);
    resumed.loop().resume(file);
    assertEquals(2, resumed.loop().state().epoch());
    resumed.run(training);
    ClassifierTrainingTest.assertSameBits(straight.loop().state().network(), resumed.loop().state().network());
  }

  /// A source that goes on drawing from its generator, batch after batch.
  @Test
  void dealtBatchesAreDealtAgainUpToTheInterruption() {
    Path file = folder.resolve("dealt.safetensors");
    Function<Long, TrainingLoop> dealt = seed -> {
      Module network = new Sequential(new Linear(2, 8, Rng.seed(seed)), new Linear(8, 2, Rng.seed(seed)));
      return new TrainingLoop(network, new Adam(network.parameters(), 0.01), TrainingSettings.ofSteps(25)
          .withCheckpointsBetweenSteps(file, 14), Rng.seed(seed + 1));
    };
    BatchSource<Tensor> clouds = BatchSource.steps(10, rng -> () -> rng.normal(4, 2));
    TrainingLoop straight = dealt.apply(1L);
    straight.run(clouds, batch -> Losses.mse(straight.state().network().forward(batch), batch));
    TrainingLoop resumed = dealt.apply(2L);
    resumed.resume(file);
    assertEquals(14, resumed.state().step());
    assertEquals(1, resumed.state().epoch());
    resumed.run(clouds, batch -> Losses.mse(resumed.state().network().forward(batch), batch));
    ClassifierTrainingTest.assertSameBits(straight.state().network(), resumed.state().network());
  }

  /// Shuffling and dropout from one and the same generator: careless, but allowed.
  @Test
  void oneGeneratorForEverythingIsResumedInTheMiddleOfAnEpochToo() {
    Path file = folder.resolve("shared.safetensors");
    Function<Long, ClassifierTraining> careless = seed -> {
      Rng rng = Rng.seed(seed);
      Module network = new Sequential(new Linear(2, 8, rng), new Dropout(0.5, rng), new Linear(8, 3, rng));
      return new ClassifierTraining(network, new Adam(network.parameters(), 0.01), TrainingSettings.of(2, 32)
          .withCheckpointsBetweenSteps(file, 7), rng);
    };
    ClassifierTraining straight = careless.apply(1L);
    straight.run(training);                                                 // the checkpoint is of step 7 of 10
    ClassifierTraining resumed = careless.apply(2L);
    resumed.loop().resume(file);
    assertEquals(7, resumed.loop().state().step());
    resumed.run(training);
    ClassifierTrainingTest.assertSameBits(straight.loop().state().network(), resumed.loop().state().network());
  }

  private static final class Dying extends OutputStream {
    private final OutputStream out;
    private long left;

    Dying(OutputStream out, long left) {
      this.out = out;
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      if (left-- == 0) {
        throw new IOException("killed");
      }
      out.write(b);
    }
  }

  @Test
  void aWriteThatDiesAtAnyByteLeavesTheOldCheckpoint() throws IOException {
    Path file = folder.resolve("only.safetensors");
    Module network = new Sequential(new Linear(2, 3, Rng.seed(1)));
    Checkpoint old = new ClassifierTraining(network, new Adam(network.parameters(), 0.1), TrainingSettings.of(1, 8),
        Rng.seed(3)).loop().state().checkpoint();
    old.write(file);
    byte[] before = Files.readAllBytes(file);
    Safetensors next = Safetensors.of(Map.of("0.weight", Tensor.zeros(3, 2)));
    int length = 0;
    for (boolean dies = true; dies; length++) {
      int bytes = length;
      try {
        AtomicFile.write(file, out -> next.write(new Dying(out, bytes)));
        dies = false;
      } catch (IOException e) {
        assertArrayEquals(before, Files.readAllBytes(file));
        assertSame(old, Checkpoint.read(file));
        assertEquals(List.of(file), listed());
      }
    }
    assertTrue(length > 50, "died at " + length + " bytes only");
    assertEquals(Set.of("0.weight"), Safetensors.read(file).tensors().keySet());
  }

  private List<Path> listed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefusedNamingEveryDifferenceAndNothingChanges() {
    Path file = folder.resolve("other.safetensors");
    ClassifierTraining other = loop(10, parameters -> new Sgd(parameters, 0.1),
        TrainingSettings.of(1, 32).withAveraging(0.9));
    other.loop().save(file);
    Module network = new Sequential(new Linear(2, 5, Rng.seed(1)));
    ClassifierTraining loop = new ClassifierTraining(network, new Adam(network.parameters(), 0.1),
        TrainingSettings.of(3, 8), Rng.seed(3));
    loop.run(training.take(16));
    Checkpoint before = loop.loop().state().checkpoint();
    String message = assertThrows(IllegalArgumentException.class, () -> loop.loop().resume(file)).getMessage();
    for (String part : new String[] {"0.weight is float32 (16, 2) but should be float32 (5, 2)",
        "0.bias is float32 (16,) but should be float32 (5,)", "1.running_mean is unknown to this network",
        "7.bias is unknown", "0.exp_avg is missing", "1.exp_avg_sq is missing",
        "made with an average of the weights, and this training is without one", "network.3.generator"}) {
      assertTrue(message.contains(part), () -> part + " is not in: " + message);
    }
    assertSame(before, loop.loop().state().checkpoint());
  }

  @Test
  void theWeightsHaveTheNamesAndTypesOfPyTorch() throws IOException {
    Path file = folder.resolve("names.safetensors");
    loop(10, parameters -> new Adam(parameters, 0.1), TrainingSettings.of(1, 32)).loop().save(file);
    Safetensors content = Safetensors.read(file);
    for (String name : List.of("0.weight", "0.bias", "1.running_var", "7.bias", "optimizer.0.exp_avg",
        "optimizer.7.exp_avg_sq", "optimizer.step", "optimizer.learning_rate")) {
      assertTrue(content.tensors().containsKey(name), name);
    }
    String header = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(header.contains("\"1.num_batches_tracked\":{\"dtype\":\"I64\""));
    assertEquals("0", content.metadata().get("progress.epoch"));
  }

  @Test
  void filesThatAreNoCheckpointsAreRefused() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Safetensors.of(Map.of("0.weight", Tensor.zeros(2))).write(file);
    String message = assertThrows(MalformedFileException.class, () -> Checkpoint.read(file)).getMessage();
    assertTrue(message.contains("a file of tensors alone"), message);
    for (String generator : new String[] {"", "1 2", "1 2 4", "1 x 0", "1 2 3 4"}) {
      Map<String, String> texts =
          new LinkedHashMap<>(Map.of("scrutable", "checkpoint 2", "parts", "", "generator.a", generator));
      texts.put("checksum", Checksum.of(Map.of(), texts));
      new Safetensors(Map.of(), texts).write(file);
      String problem = assertThrows(MalformedFileException.class, () -> Checkpoint.read(file)).getMessage();
      assertTrue(problem.contains("generator.a"), problem);
    }
    ClassifierTraining loop = loop(10, parameters -> new Sgd(parameters, 0.1), TrainingSettings.of(1, 32));
    assertThrows(UncheckedIOException.class, () -> loop.loop().resume(folder.resolve("missing")));
    Checkpoint good = loop.loop().state().checkpoint();
    Map<String, String> progress = new LinkedHashMap<>(good.progress());
    progress.put("epoch", "many");
    assertThrows(IllegalArgumentException.class,
        () -> loop.loop().state().load(new Checkpoint(good.network(), good.parts(), good.generators(), progress)));
    progress.remove("epoch");
    assertThrows(IllegalArgumentException.class,
        () -> loop.loop().state().load(new Checkpoint(good.network(), good.parts(), good.generators(), progress)));
  }

  @Test
  void aSingleBitThatIsNotWhatWasWrittenIsNoticed() throws IOException {
    Path file = folder.resolve("bits.safetensors");
    Module network = new Sequential(new Linear(2, 3, Rng.seed(1)), new BatchNorm1d(3));
    new ClassifierTraining(network, new Adam(network.parameters(), 0.1), TrainingSettings.of(1, 8), Rng.seed(3)).loop()
        .save(file);
    byte[] good = Files.readAllBytes(file);
    int header = 8 + ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    for (int at = header; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      Files.write(file, bad);
      assertThrows(IOException.class, () -> Checkpoint.read(file), "byte " + at);
    }
    String text = new String(good, StandardCharsets.ISO_8859_1);
    for (String[] change : new String[][] {{"\"progress.best_loss\":\"Infinity\"",
        "\"progress.best_loss\":\"0.000000\""},
        {"\"progress.epoch\":\"0\"", "\"progress.epoch\":\"7\""}, {"running_mean\"", "running_moan\""}}) {
      assertTrue(text.contains(change[0]), change[0]);
      Files.write(file, text.replace(change[0], change[1]).getBytes(StandardCharsets.ISO_8859_1));
      String message = assertThrows(MalformedFileException.class, () -> Checkpoint.read(file)).getMessage();
      assertTrue(message.contains("checksum"), message);
    }
    Files.write(file, good);
    Checkpoint.read(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "many", ""})
  void aBestLossThatIsNoNumberIsRefused(String best) {
    TrainingLoop loop = loop(10, parameters -> new Sgd(parameters, 0.1), TrainingSettings.of(1, 32)).loop();
    Checkpoint good = loop.state().checkpoint();
    Map<String, String> progress = new LinkedHashMap<>(good.progress());
    progress.put("best_loss", best);
    String message = assertThrows(IllegalArgumentException.class, () -> loop.state().load(
        new Checkpoint(good.network(), good.parts(), good.generators(), progress))).getMessage();
    assertTrue(message.contains("best_loss"), message);
    assertSame(good, loop.state().checkpoint());
  }

  @Test
  void namesThatWouldBeMixedUpAreRefused() {
    Path file = folder.resolve("clash.safetensors");
    Checkpoint clash = new Checkpoint(Map.of("optimizer.weight", Tensor.zeros(1)),
        Map.of("optimizer", Map.of("step", Tensor.zeros(1))), Map.of(), Map.of());
    assertThrows(IllegalArgumentException.class, () -> clash.write(file));
    assertTrue(Files.notExists(file));
  }
}
