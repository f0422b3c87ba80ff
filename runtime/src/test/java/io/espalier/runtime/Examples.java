// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Predictions;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/** A small data set in memory. */
public record Examples(
        String name, int size, ElementSpec features, ElementSpec targets, Scaling scaling, ByteBuffer x, ByteBuffer y)
        implements Dataset {
    /** The inputs of a golden model as float32, labelled with TensorFlow's most probable classes. */
    public static Examples golden(String model, Integer... shape) throws IOException {
        float[] x = Golden.floats(model + "/x.npy");
        float[] y = Golden.floats(model + "/y.npy");
        ElementSpec features = ElementSpec.of(ElementType.FLOAT32, shape);
        int size = x.length / features.elements();
        int classes = y.length / size;
        ByteBuffer bytes = bytes(x.length * Float.BYTES);
        bytes.asFloatBuffer().put(x);
        ByteBuffer labels = bytes(size * Integer.BYTES);
        for (int i = 0; i < size; i++) {
            labels.putInt(Predictions.classOf(y, i * classes, classes));
        }
        ElementSpec targets = ElementSpec.of(ElementType.INT32);
        return new Examples(model, size, features, targets, Scaling.IDENTITY, bytes, labels);
    }

    /** Random bytes as pictures, all labelled 0. */
    public static Examples bytes(int size, Integer... shape) {
        ElementSpec features = ElementSpec.of(ElementType.UINT8, shape);
        byte[] x = new byte[size * features.elements()];
        new SplittableRandom(7).nextBytes(x);
        ElementSpec targets = ElementSpec.of(ElementType.INT32);
        return new Examples(
                "bytes", size, features, targets, Scaling.UNIT, ByteBuffer.wrap(x), bytes(size * Integer.BYTES));
    }

    /** The same numbers, scaled beforehand. */
    public Examples scaledBeforehand() {
        ByteBuffer bytes = bytes(x.capacity() * Float.BYTES);
        for (int i = 0; i < x.capacity(); i++) {
            bytes.putFloat(scaling.apply(x.get(i) & 0xFF));
        }
        ElementSpec floats = new ElementSpec(ElementType.FLOAT32, features.shape());
        return new Examples(name, size, floats, targets, Scaling.IDENTITY, bytes, y);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer featuresOut, ByteBuffer targetsOut) {
        for (int i = from; i < from + count; i++) {
            featuresOut.put(x.slice(indices[i] * features.bytes(), features.bytes()));
            targetsOut.put(y.slice(indices[i] * targets.bytes(), targets.bytes()));
        }
    }
}
