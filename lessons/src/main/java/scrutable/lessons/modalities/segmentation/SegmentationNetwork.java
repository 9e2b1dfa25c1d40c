package scrutable.lessons.modalities.segmentation;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Progress;
import scrutable.nn.data.BatchSource;
import scrutable.nn.data.generate.ShapeScenes.Sample;
import scrutable.nn.model.ScaleEnsemble;
import scrutable.nn.model.UNet;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The network of [SegmentationExperiment]: how it learns.
final class SegmentationNetwork {
  private static final List<Double> SCALES = List.of(2 / 3.0, 1.0, 4 / 3.0);
  private static final List<Integer> WIDTHS = List.of(12, 24, 48);
  private static final int BATCH = 8;
  private static final double RATE = 1e-2;
  /// By how much each of red, green and blue of a pixel is changed at most, so that random changes are nothing new.
  private static final double NOISE = 0.06;
  private static final int CLASSES = SegmentationExperiment.CLASSES;

  private SegmentationNetwork() {}

  /// A network that is shown the pictures in one size or another, so that it can be asked at all of them.
  //: code train
  static ScaleEnsemble train(Sample data, int epochs, Rng rng, Progress progress) {
    UNet network = new UNet(3, WIDTHS, CLASSES, rng.split("initialise"));
    ScaleEnsemble ensemble = new ScaleEnsemble(network, SCALES);
    TrainingSettings settings = TrainingSettings.of(epochs, BATCH)
        .withRate(step -> RATE * (1 - step.share())).withProgress(progress, "training the U-Net");
    TrainingLoop loop = new TrainingLoop(network, new Adam(network.parameters(), RATE), settings, rng.split("shuffle"));
    loop.run(BatchSource.of(data.count(), rows -> Tensor.wrap(rows, rows.length)), (rows, step) -> {
      double scale = SCALES.get(rng.split("scale").split(step.number()).nextInt(SCALES.size()));
      Tensor clean = Indexing.select(data.pictures(), 0, rows);
      Tensor noise = rng.split("noise").split(step.number()).uniformBetween(-NOISE, NOISE, clean.shape());
      Variable logits = ensemble.at(scale, Variable.constant(clean.add(noise)));        // (N, K, H, W)
      return Losses.crossEntropy(logits.permute(0, 2, 3, 1), Indexing.select(data.labels(), 0, rows));
    });
    return ensemble;
  }
  //: end
}
