// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A .tflite model that an executor reads once, however many of its tasks run it. */
final class SharedModel implements Serializable {
    private static final long serialVersionUID = 1;

    private final String name;
    private final byte[] bytes;
    private transient @Nullable TfliteModel here;

    private SharedModel(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    static SharedModel of(String name, Graph graph) {
        return new SharedModel(name, GraphWriter.toBytes(graph));
    }

    static SharedModel of(TfliteModel model) {
        ByteBuffer bytes = model.bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return new SharedModel(model.name(), copy);
    }

    synchronized TfliteModel here() {
        if (here == null) {
            here = TfliteModel.of(name, ByteBuffer.wrap(bytes));
        }
        return here;
    }
}
