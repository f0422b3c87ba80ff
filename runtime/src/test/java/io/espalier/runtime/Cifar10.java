// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.Scaling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures of CIFAR-10's binary version: records of a byte for the label and 3072 for the picture, channel by channel. */
final class Cifar10 {
    private static final int CHANNELS = 3;
    private static final int PIXELS = 1024;
    private static final int SIZE = CHANNELS * PIXELS;

    private Cifar10() {}

    /** The records {@code from} (inclusive) to {@code to} (exclusive), pixel by pixel and not scaled. */
    static Examples read(Path records, int from, int to) throws IOException {
        byte[] bytes = Files.readAllBytes(records);
        byte[] pictures = new byte[(to - from) * SIZE];
        ByteBuffer labels = ByteBuffer.allocate((to - from) * Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int place = 0; place < pictures.length; place++) {
            int inPicture = place % SIZE;
            int record = (from + place / SIZE) * (SIZE + 1);
            pictures[place] = bytes[record + 1 + inPicture % CHANNELS * PIXELS + inPicture / CHANNELS];
        }
        for (int record = from; record < to; record++) {
            labels.putInt(bytes[record * (SIZE + 1)]);
        }
        return new Examples(
                "cifar10",
                to - from,
                ElementSpec.of(ElementType.UINT8, 32, 32, CHANNELS),
                ElementSpec.of(ElementType.INT32),
                Scaling.IDENTITY,
                ByteBuffer.wrap(pictures),
                labels);
    }
}
