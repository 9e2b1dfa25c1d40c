package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Padded batches and length buckets")
class PaddedBatchTest {
  private final PaddedBatch batch =
      PaddedBatch.of(List.of(new int[] {1, 5, 2}, new int[] {1, 2}, new int[] {1, 6, 7, 2}));

  @Test
  void rowsHoldTheSequencesAndThenPadding() {
    assertArrayEquals(new int[] {1, 5, 2, 0, 1, 2, 0, 0, 1, 6, 7, 2}, batch.ids().toIntArray());
    assertArrayEquals(new int[] {3, 2, 4}, batch.lengths());
    assertArrayEquals(new float[] {1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1}, batch.mask().toFloatArray());
    assertArrayEquals(new int[] {1, 2}, batch.sequence(1));
    assertEquals(9, batch.tokenCount());
    assertArrayEquals(new int[] {9, 4}, PaddedBatch.of(List.of(new int[0], new int[] {4}), 9).ids().toIntArray());
  }

  @Test
  void aStrideAddsPaddingAndNothingElse() {
    List<int[]> sequences = List.of(new int[] {1, 5, 2}, new int[] {1, 2}, new int[] {1, 6, 7, 2});
    PaddedBatch wide = PaddedBatch.inStrides(sequences, 3);
    assertEquals(6, wide.steps());
    assertArrayEquals(new int[] {1, 5, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 6, 7, 2, 0, 0}, wide.ids().toIntArray());
    assertArrayEquals(batch.lengths(), wide.lengths());
    assertEquals(4, PaddedBatch.inStrides(sequences, 4).steps(), "what fits is not lengthened");
    assertMessage("PaddedBatch: the stride must be at least 1, but is 0", () -> PaddedBatch.inStrides(sequences, 0));
  }

  @Test
  void targetsAreTheInputsOneStepLater() {
    PaddedBatch inputs = batch.inputs();
    PaddedBatch targets = batch.targets();
    assertArrayEquals(new int[] {1, 5}, inputs.sequence(0));
    assertArrayEquals(new int[] {5, 2}, targets.sequence(0));
    assertArrayEquals(new int[] {1, 6, 7}, inputs.sequence(2));
    assertArrayEquals(new int[] {6, 7, 2}, targets.sequence(2));
    assertEquals(inputs.steps(), targets.steps());
    assertMessage("PaddedBatch: sequence 1 is empty; inputs and targets need at least one token each",
        () -> PaddedBatch.of(List.of(new int[] {3}, new int[0])).inputs());
  }

  @Test
  void lengthsAreReadOffThePadding() {
    assertArrayEquals(batch.lengths(), PaddedBatch.ofIds(batch.ids()).lengths());
    assertArrayEquals(new int[] {0, 2}, PaddedBatch.ofIds(Tensor.wrap(new int[] {0, 0, 4, 5}, 2, 2)).lengths());
    assertMessage("PaddedBatch: in sequence 1 the token at place 1 stands behind padding; padding belongs to the end",
        () -> PaddedBatch.ofIds(Tensor.wrap(new int[] {4, 0, 0, 5}, 2, 2)));
  }

  @Test
  void gapsFallOnTokensAndNeverOnPadding() {
    assertArrayEquals(batch.ids().toIntArray(), batch.withGaps(0, Rng.seed(1)).ids().toIntArray());
    assertArrayEquals(new int[] {3, 3, 3, 0, 3, 3, 0, 0, 3, 3, 3, 3},
        batch.withGaps(1, Rng.seed(1)).ids().toIntArray());
    PaddedBatch many = PaddedBatch.of(sequences(2_000)).withGaps(0.1, Rng.seed(2));
    long gaps = Arrays.stream(many.ids().toIntArray()).filter(id -> id == Vocabulary.UNK).count();
    assertEquals(0.1, (double) gaps / many.tokenCount(), 0.01);
    assertMessage("withGaps: the probability must lie in [0, 1], but is NaN", () -> batch.withGaps(Double.NaN,
        Rng.seed(1)));
  }

  @Test
  void wrongLengthsAreRefused() {
    assertMessage("PaddedBatch: the length 3 of sequence 1 does not lie in 0 .. 2, the number of steps",
        () -> new PaddedBatch(Tensor.wrap(new int[4], 2, 2), new int[] {2, 3}));
    assertMessage("PaddedBatch: ids should be int32 (N, T) with one length for each row, not float32 (2, 2) and 2"
        + " lengths", () -> new PaddedBatch(Tensor.zeros(2, 2), new int[] {2, 2}));
  }

  private static List<int[]> sequences(int count) {
    Rng rng = Rng.seed(1);
    return IntStream.range(0, count).mapToObj(i -> {
      int[] sequence = new int[1 + rng.nextInt(20)];
      Arrays.fill(sequence, i);
      return sequence;
    }).toList();
  }

  private static List<PaddedBatch> take(Iterable<PaddedBatch> batches) {
    return StreamSupport.stream(batches.spliterator(), false).toList();
  }

  private static int[] everyone(List<PaddedBatch> batches) {
    List<Integer> seen = new ArrayList<>();
    batches.forEach(batch -> IntStream.range(0, batch.size()).forEach(n -> seen.add(batch.sequence(n)[0])));
    return seen.stream().mapToInt(i -> i).toArray();
  }

  private static int padding(List<PaddedBatch> batches) {
    return batches.stream().mapToInt(batch -> batch.size() * batch.steps() - batch.tokenCount()).sum();
  }

  @Test
  void bucketsGiveEverySequenceOnceWithLittlePadding() {
    List<int[]> sequences = sequences(203);
    LengthBuckets<int[], PaddedBatch> wide = new LengthBuckets<>(sequences, s -> s.length, PaddedBatch::of, 13);
    LengthBuckets<int[], PaddedBatch> single = new LengthBuckets<>(sequences, s -> s.length, PaddedBatch::of, 1);
    List<PaddedBatch> batches = take(wide.batches(16, Rng.seed(2)));
    assertEquals(13, batches.size());
    int[] sorted = everyone(batches);
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, 203).toArray(), sorted);
    int random = padding(take(single.batches(16, Rng.seed(2))));
    assertTrue(5 * padding(batches) < random, padding(batches) + " against " + random);
    assertArrayEquals(IntStream.range(0, 203).toArray(), everyone(take(wide.batches(16))));
  }

  @Test
  void theOrderOfBucketsChangesWithEachCallButNotWithTheSeed() {
    LengthBuckets<int[], PaddedBatch> buckets =
        new LengthBuckets<>(sequences(100), s -> s.length, PaddedBatch::of, 3);
    Rng rng = Rng.seed(5);
    Iterable<PaddedBatch> first = buckets.batches(8, rng);
    int[] epoch1 = everyone(take(first));
    int[] epoch2 = everyone(take(buckets.batches(8, rng)));
    assertNotEquals(Arrays.toString(epoch1), Arrays.toString(epoch2));
    assertArrayEquals(epoch1, everyone(take(first)), "the order is drawn when batches are asked for");
    assertArrayEquals(epoch1, everyone(take(buckets.batches(8, Rng.seed(5)))));
    assertMessage("batches: the batch size must be at least 1, but is 0", () -> buckets.batches(0, rng));
    assertEquals(0, take(new LengthBuckets<int[], PaddedBatch>(List.of(), s -> 0, PaddedBatch::of, 2)
        .batches(4, rng)).size());
  }
}
