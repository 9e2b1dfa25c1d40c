package scrutable.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class DatasetTest {
  /// Example `i` is the point `(i, 100 + i)` of class `i % 3`.
  private static Dataset numbered(int count) {
    float[] inputs = new float[2 * count];
    for (int i = 0; i < count; i++) {
      inputs[2 * i] = i;
      inputs[2 * i + 1] = 100 + i;
    }
    int[] labels = IntStream.range(0, count).map(i -> i % 3).toArray();
    return new Dataset("numbers", Tensor.of(inputs, count, 2), Tensor.ofInts(labels, count),
        List.of("zero", "one", "two"));
  }

  /// The numbers of the examples, after checking that inputs and labels still belong together.
  private static List<Integer> numbers(Tensor inputs, Tensor labels) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < labels.size(0); i++) {
      int number = (int) inputs.get(i, 0);
      assertEquals(100 + number, inputs.get(i, 1));
      assertEquals(number % 3, labels.get(i));
      numbers.add(number);
    }
    return numbers;
  }

  private static List<Integer> numbers(Iterable<Batch> batches) {
    List<Integer> all = new ArrayList<>();
    batches.forEach(batch -> all.addAll(numbers(batch.inputs(), batch.labels())));
    return all;
  }

  private static List<Integer> numbers(Dataset data) {
    return numbers(data.inputs(), data.labels());
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void batchesInOrderGiveEveryExampleOnceAndKeepTheSmallerLastBatch() {
    List<Integer> sizes = new ArrayList<>();
    Iterable<Batch> batches = numbered(10).batches(4);
    batches.forEach(batch -> sizes.add(batch.size()));
    assertEquals(List.of(4, 4, 2), sizes);
    assertEquals(range(0, 10), numbers(batches));
  }

  @Test
  void shuffledBatchesGiveEveryExampleOnceInTheOrderOfThePermutation() {
    int[] permutation = Rng.seed(7).permutation(10);
    List<Integer> order = numbers(numbered(10).batches(3, Rng.seed(7)));
    assertEquals(Arrays.stream(permutation).boxed().toList(), order);
  }

  @Test
  void everyCallDrawsANewOrderButOneIterableRepeatsItsOwn() {
    Dataset data = numbered(50);
    Rng shuffle = Rng.seed(1);
    Iterable<Batch> first = data.batches(8, shuffle);
    Iterable<Batch> second = data.batches(8, shuffle);
    assertEquals(numbers(first), numbers(first));
    assertNotEquals(numbers(first), numbers(second));
    assertEquals(range(0, 50), numbers(second).stream().sorted().toList());
  }

  @Test
  void aBatchLargerThanTheDataHoldsThemAll() {
    assertEquals(range(0, 5), numbers(numbered(5).batches(Integer.MAX_VALUE)));
    assertFalse(numbered(0).batches(4).iterator().hasNext());
    var exhausted = numbered(0).batches(4).iterator();
    assertThrows(NoSuchElementException.class, exhausted::next);
    assertThrows(IllegalArgumentException.class, () -> numbered(5).batches(0));
  }

  @Test
  void partsKeepInputsAndLabelsTogether() {
    Dataset data = numbered(10);
    assertEquals(range(0, 4), numbers(data.take(4)));
    assertEquals(range(3, 7), numbers(data.slice(3, 7)));
    assertEquals(List.of(9, 0, 9), numbers(data.select(9, 0, 9)));
    assertEquals(range(4, 6), numbers(data.slice(3, 7).slice(1, 3).batches(1)));
  }

  @Test
  void aSplitLosesAndRepeatsNothing() {
    Dataset.Parts parts = numbered(10).split(0.3, Rng.seed(3));
    assertEquals(3, parts.first().size());
    List<Integer> all = new ArrayList<>(numbers(parts.first()));
    all.addAll(numbers(parts.rest()));
    assertNotEquals(range(0, 10), all);
    assertEquals(range(0, 10), all.stream().sorted().toList());
    assertEquals(10, numbered(10).split(1, Rng.seed(3)).first().size());
  }

  @Test
  void someClassesAreNumberedAnew() {
    Dataset two = numbered(9).ofClasses(2, 0);
    assertEquals(List.of("two", "zero"), two.classNames());
    assertArrayEquals(new int[] {1, 0, 1, 0, 1, 0}, two.labels().toIntArray());
    assertArrayEquals(new float[] {0, 100, 2, 102}, two.take(2).inputs().toFloatArray());
    assertArrayEquals(new int[] {3, 3}, two.countPerClass());
    assertThrows(IllegalArgumentException.class, () -> numbered(9).ofClasses(1, 1));
    assertThrows(IllegalArgumentException.class, () -> numbered(9).ofClasses(3));
  }

  @Test
  void otherLabelsOrInputsLeaveTheOldDataAsTheyWere() {
    Dataset data = numbered(3);
    Dataset wrong = data.withLabels(Tensor.ofInts(new int[] {2, 2, 2}, 3));
    Dataset moved = data.withInputs(data.inputs().add(1));
    assertArrayEquals(new int[] {2, 2, 2}, wrong.labels().toIntArray());
    assertEquals(1, moved.inputs().get(0, 0));
    assertEquals(range(0, 3), numbers(data));
  }

  @Test
  void transposedInputsAreReadRight() {
    Tensor turned = Tensor.of(new float[] {0, 1, 2, 100, 101, 102}, 2, 3).t();
    Dataset data = new Dataset("turned", turned, Tensor.range(3), List.of("a", "b", "c"));
    assertEquals(List.of(2, 0, 1), numbers(data.select(2, 0, 1)));
  }

  @Test
  void dataThatDoNotFitAreRefusedWithTheReason() {
    Tensor inputs = Tensor.zeros(2, 5);
    List<String> names = List.of("a", "b");
    assertRefused("label 2 of example 1", inputs, Tensor.ofInts(new int[] {0, 2}, 2), names);
    assertRefused("label -1 of example 0", inputs, Tensor.ofInts(new int[] {-1, 1}, 2), names);
    assertRefused("(2, 5) and labels (3,)", inputs, Tensor.zeros(DType.INT32, 3), names);
    assertRefused("must be float32 and int32", inputs, Tensor.zeros(2), names);
    assertRefused(
        "inputs are float64", Tensor.zeros(DType.FLOAT64, 2, 5), Tensor.zeros(DType.INT32, 2), names);
    assertRefused("(2,)", Tensor.zeros(2), Tensor.zeros(DType.INT32, 2), names);
  }

  private static void assertRefused(String reason, Tensor inputs, Tensor labels, List<String> names) {
    String message = assertThrows(
        IllegalArgumentException.class, () -> new Dataset("bad", inputs, labels, names)).getMessage();
    assertTrue(message.contains(reason), message);
  }

  @Test
  void placesOutsideAreRefused() {
    Dataset data = numbered(4);
    assertThrows(IllegalArgumentException.class, () -> data.take(5));
    assertThrows(IllegalArgumentException.class, () -> data.slice(3, 2));
    assertThrows(IllegalArgumentException.class, () -> data.select(4));
    assertThrows(IllegalArgumentException.class, () -> data.split(1.1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> data.split(Double.NaN, Rng.seed(1)));
    assertEquals("numbers: 4 examples (2,), 3 classes", data.toString());
  }

  @Test
  void sharedInputsAreFoundByTheirBitsWhateverTheLabels() {
    Dataset here = new Dataset("here", Tensor.of(new float[] {1, 2, 3, 4, 0f, 5}, 3, 2),
        Tensor.ofInts(new int[] {0, 1, 0}, 3),
        List.of("a", "b"));
    Dataset there = new Dataset("there", Tensor.of(new float[] {3, 4, 3, 4, -0f, 5, 2, 1}, 4, 2),
        Tensor.ofInts(new int[] {0, 0, 0, 1}, 4), List.of("a", "b"));
    assertEquals(1, here.countSharedWith(there));
    assertEquals(2, there.countSharedWith(here));
    assertEquals(0, here.take(1).countSharedWith(there));
  }
}
