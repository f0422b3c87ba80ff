// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import java.util.List;

/** The buffers of a model file by their numbers, also those that no tensor names. */
final class FileBuffers {
    /** Slots of the tables Model and Buffer in TFLite's schema. */
    private static final int BUFFERS = 4;

    private static final int DATA = 0;

    private FileBuffers() {}

    static List<Buffer> of(Buffer file) {
        return FlatView.root(file, "the model file").tables(BUFFERS).stream()
                .map(table -> table.data(DATA))
                .toList();
    }
}
