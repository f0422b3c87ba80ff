// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.preprocessing.Resizing;
import io.espalier.model.tensor.Size;
import io.espalier.train.Evaluator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBicubic;
import org.tensorflow.types.TFloat32;

/** Bicubic interpolation, which is composed here, against the operation that TensorFlow has for it. */
class BicubicTest {
    @ParameterizedTest
    @CsvSource({"4, 5, 8, 15", "7, 3, 5, 3", "6, 8, 2, 3", "1, 2, 3, 7", "5, 5, 12, 9"})
    void itIsThatOfTensorFlow(int height, int width, int newHeight, int newWidth) {
        float[][][][] images = new float[2][height][width][3];
        Random random = new Random(3);
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(2 * height * width * 3 * Float.BYTES).order(ByteOrder.nativeOrder());
        for (float[][][] image : images) {
            for (float[][] row : image) {
                for (float[] pixel : row) {
                    for (int i = 0; i < 3; i++) {
                        pixel[i] = random.nextFloat();
                        bytes.putFloat(pixel[i]);
                    }
                }
            }
        }
        Model model = Model.sequential()
                .input(height, width, 3)
                .add(new Resizing(new Size(newHeight, newWidth), Interpolation.BICUBIC))
                .build(1);

        float[] resized;
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            resized = evaluator.predict(examples(bytes.flip(), height, width)).toArray();
        }

        assertThat(resized).containsExactly(inTensorFlow(images, newHeight, newWidth), within(1e-6f));
    }

    private static Dataset examples(ByteBuffer bytes, int height, int width) {
        NumericArray targets = new NumericArray(ElementType.INT32, List.of(2), ByteBuffer.allocateDirect(8));
        NumericArray features = new NumericArray(ElementType.FLOAT32, List.of(2, height, width, 3), bytes);
        return ArrayDataset.of("random", features, targets, Scaling.IDENTITY, List.of());
    }

    private static float[] inTensorFlow(float[][][][] images, int height, int width) {
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            ResizeBicubic resized = tf.image.resizeBicubic(
                    tf.constant(images), tf.constant(new int[] {height, width}), ResizeBicubic.halfPixelCenters(true));
            try (TFloat32 answer =
                    (TFloat32) session.runner().fetch(resized).run().get(0)) {
                float[] values = new float[(int) answer.size()];
                answer.asRawTensor().data().asFloats().read(values);
                return values;
            }
        }
    }
}
