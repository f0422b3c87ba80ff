// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Predictions;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NpyFile;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The golden models that have no fake quantization, and what they were calibrated on. */
final class GoldenModels {
    static final List<String> NAMES = List.of("mnist_keras", "mnist_softmax", "mobile_big");

    private GoldenModels() {}

    static Model read(String name) throws IOException {
        return KerasFiles.read(Golden.file(name + "/model.h5"));
    }

    /** What Google's converter was calibrated on, labelled with the classes that TensorFlow names. */
    static Dataset examples(String name) {
        NumericArray inputs = NpyFile.read(Golden.file(name + "/x.npy"));
        NumericArray answers = NpyFile.read(Golden.file(name + "/y.npy"));
        int classes = answers.shape().get(1);
        float[] numbers = new float[answers.shape().get(0) * classes];
        answers.data().asFloatBuffer().get(numbers);
        Predictions predictions = Predictions.of(classes, numbers);
        ByteBuffer labels =
                ByteBuffer.allocate(predictions.size() * Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < predictions.size(); i++) {
            labels.putInt(predictions.predictedClass(i));
        }
        NumericArray targets = new NumericArray(ElementType.INT32, List.of(predictions.size()), labels.flip());
        return ArrayDataset.of(name, inputs, targets, Scaling.IDENTITY, List.of());
    }
}
