package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecyclerTest {
  private final Recycler recycler = new Recycler();
  private final Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);

  @Test
  void theNextRunWorksInTheArraysOfTheLast() {
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      recycler.run(() -> arrays.add(x.add(1).storage().array()));
    }
    assertSame(arrays.get(0), arrays.get(1));
    assertSame(arrays.get(0), arrays.get(2));
  }

  @Test
  void twoTensorsOfOneRunNeverShareMemory() {
    recycler.run(() -> x.add(1).add(1));
    recycler.run(() -> assertNotSame(x.add(1).storage().array(), x.add(2).storage().array()));
  }

  @Test
  void whatIsLookedAtAfterTheEndIsAnErrorThatSaysSo() {
    Tensor gone = recycler.run(() -> x.add(1));
    Tensor view = recycler.run(() -> x.add(1).reshape(3, 1).slice(0, 1, 3));
    List<Runnable> looks = List.of(() -> gone.item(), () -> gone.get(0), () -> gone.toFloatArray(), () -> gone.add(1),
        () -> x.add(gone), () -> gone.sum(), () -> gone.keep(), () -> gone.to(DType.FLOAT64), () -> gone.toString(),
        () -> view.contiguous().add(1), () -> view.get(0, 0), () -> gone.storage().array(), () -> gone.exp(),
        () -> Joining.concat(0, gone, x), () -> gone.reshape(1, 3).matmul(x.reshape(3, 1)));
    for (Runnable look : looks) {
      RuntimeException e = assertThrows(RuntimeException.class, look::run);
      assertTrue(e instanceof IllegalStateException && e.getMessage().contains("keep()")
          || e.getMessage().startsWith("item: a tensor of shape"), e.toString());
    }
    assertArrayEquals(new int[] {3}, gone.shape());
  }

  @Test
  void whatIsKeptLasts() {
    Tensor kept = recycler.run(() -> x.add(1).keep());
    recycler.run(() -> x.mul(100));
    assertArrayEquals(new float[] {2, 3, 4}, kept.toFloatArray());
    assertSame(x, x.keep());
    assertSame(kept, kept.keep());
  }

  @Test
  void zerosAreZeroInUsedMemory() {
    recycler.run(() -> x.mul(7));
    recycler.run(() -> assertArrayEquals(new float[3], Tensor.zeros(3).toFloatArray()));
    recycler.run(() -> assertArrayEquals(new float[] {0, 5, 0},
        Joining.place(Tensor.of(new float[] {5}, 1), new int[] {3}, 0, 1, 1).toFloatArray()));
    recycler.run(() -> assertArrayEquals(new float[3],
        Tensor.zeros(3, 0).matmul(Tensor.zeros(0, 1)).toFloatArray()));
  }

  @Test
  void everyTypeIsRecycled() {
    for (DType dtype : DType.values()) {
      Tensor typed = Tensor.zeros(dtype, 4);
      Object first = recycler.run(() -> typed.flip(0).contiguous().storage().array());
      assertSame(first, recycler.run(() -> typed.flip(0).contiguous().storage().array()), dtype.toString());
    }
  }

  @Test
  void aRunInsideARunNeedsItsOwnRecycler() {
    assertThrows(IllegalStateException.class, () -> recycler.run(() -> recycler.run(() -> x.add(1))));
    Tensor inner = recycler.run(() -> {
      Tensor outer = x.add(1);
      Tensor sum = new Recycler().run(() -> outer.add(1).keep());
      return outer.add(sum).keep();
    });
    assertArrayEquals(new float[] {5, 7, 9}, inner.toFloatArray());
  }

  /// Two threads begin at the same moment, again and again: each either works alone or is refused.
  @Test
  void ofTwoThreadsAtATimeOneWorksAndTheOtherIsToldWhy() throws InterruptedException {
    var strange = new ConcurrentLinkedQueue<Throwable>();
    var arrived = new AtomicInteger();
    var inside = new AtomicInteger();
    long end = System.nanoTime() + 800_000_000L;
    Runnable manyRuns = () -> {
      for (int round = 1; round <= 20_000 && System.nanoTime() < end; round++) {
        arrived.incrementAndGet();
        while (arrived.get() < 2 * round && System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        try {
          recycler.run(() -> {
            assertEquals(1, inside.incrementAndGet());
            assertEquals(9.0, x.add(1).sum().item());
            inside.decrementAndGet();
          });
        } catch (IllegalStateException refused) {
          if (!refused.getMessage().startsWith("this recycler is at work already")) {
            strange.add(refused);
          }
        } catch (RuntimeException | AssertionError other) {
          strange.add(other);
        }
      }
    };
    Thread other = Thread.ofPlatform().start(manyRuns);
    manyRuns.run();
    other.join();
    assertEquals(List.of(), List.copyOf(strange));
    assertEquals(9.0, recycler.run(() -> x.add(1).sum().item()));
  }

  @Test
  void aRunThatThrowsIsOverToo() {
    Tensor[] leaked = new Tensor[1];
    assertThrows(ArithmeticException.class, () -> recycler.run(() -> {
      leaked[0] = x.add(1);
      throw new ArithmeticException();
    }));
    assertThrows(IllegalStateException.class, () -> leaked[0].sum());
    assertEquals(9.0, recycler.run(() -> x.add(1).sum().item()));
  }

  @Test
  void memoryThatNobodyAsksForAnyMoreIsLetGo() {
    Object big = recycler.run(() -> Tensor.zeros(1000).storage().array());
    for (int i = 0; i < 200; i++) {
      recycler.run(() -> x.add(1));
    }
    assertNotSame(big, recycler.run(() -> Tensor.zeros(1000).storage().array()));
  }

  @Test
  void lastingMemoryIsNeverTakenBack() {
    Tensor sum = recycler.run(() -> Recycler.lasting(() -> x.add(1)));
    recycler.run(() -> x.mul(9));
    assertArrayEquals(new float[] {2, 3, 4}, sum.toFloatArray());
  }
}
