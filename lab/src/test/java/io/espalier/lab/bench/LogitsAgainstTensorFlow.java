// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.bench;

import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.data.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.Tensor;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;
import io.espalier.runtime.Inference;
import io.espalier.runtime.InterpreterOptions;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The lab's network, put out as logits, in the TFLite runtime against TensorFlow on the 10,000 test images: three seeds. */
public final class LogitsAgainstTensorFlow {
    private LogitsAgainstTensorFlow() {}

    public static void main(String[] arguments) throws IOException {
        DatasetSplit mnist =
                NamedDatasets.standard().open("mnist", DatasetHome.fromEnvironment(), ProgressListener.NONE);
        Path file = Files.createTempFile("logits", ".tflite");
        try {
            for (long seed = 1; seed <= 3; seed++) {
                compare(mnist, seed, file);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void compare(DatasetSplit mnist, long seed, Path file) throws IOException {
        Model trained = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                .batchSize(128)
                .validationSplit(0.1)
                .seed(seed)
                .fit(network(seed), mnist.train())
                .model();
        GraphWriter.write(Converter.convert(trained), file);
        Predictions inTflite = Inference.predict(file, mnist.test(), InterpreterOptions.DEFAULTS);
        try (Evaluator evaluator = Evaluator.of(trained)) {
            Tensor outputs = evaluator.predict(mnist.test());
            Predictions inTensorFlow = Predictions.of(outputs.shape().channels(), outputs.toArray());
            System.out.printf(
                    Locale.ROOT,
                    "seed %d: same class on %,d of %,d, logits differ by at most %.2e%n",
                    seed,
                    inTflite.agreement(inTensorFlow),
                    inTflite.size(),
                    inTflite.maxDifference(inTensorFlow));
        }
    }

    private static Model network(long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(seed);
    }
}
