package scrutable.lessons.modalities.segmentation;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.lessons.modalities.segmentation.SegmentationScenes.Scenes;
import scrutable.nn.Losses;
import scrutable.nn.Progress;
import scrutable.nn.data.BatchSource;
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
  private static final List<Integer> WIDTHS = List.of(12, 24, 48);
  private static final int BATCH = 4;
  private static final double RATE = 7e-3;

  private SegmentationNetwork() {}

  /// A network that is shown the pictures in one size or another, so that it can be asked at all of them.
  //: code train
  static ScaleEnsemble train(SegmentationScenes scenes, int epochs, Rng rng, Progress progress) {
    Scenes data = scenes.train();
    UNet network = new UNet(data.pictures().size(1), WIDTHS, scenes.classes().size(), rng.split("initialise"));
    ScaleEnsemble ensemble = new ScaleEnsemble(network, scenes.scales());
    TrainingSettings settings = TrainingSettings.of(epochs, BATCH)
        .withRate(step -> RATE * (1 - step.share())).withProgress(progress, "training the U-Net");
    TrainingLoop loop = new TrainingLoop(network, new Adam(network.parameters(), RATE), settings, rng.split("shuffle"));
    loop.run(BatchSource.of(data.count(), rows -> Tensor.wrap(rows, rows.length)), (rows, step) -> {
      double scale = ensemble.scales().get(rng.split("scale").split(step.number()).nextInt(ensemble.scales().size()));
      Tensor clean = Indexing.select(data.pictures(), 0, rows);
      Tensor noise = rng.split("noise").split(step.number()).uniformBetween(-scenes.noise(), scenes.noise(),
          clean.shape());
      Variable logits = ensemble.at(scale, Variable.constant(clean.add(noise)));        // (N, K, H, W)
      return Losses.crossEntropy(logits.permute(0, 2, 3, 1), Indexing.select(data.labels(), 0, rows));
    });
    return ensemble;
  }
  //: end
}
