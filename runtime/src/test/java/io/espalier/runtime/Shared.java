// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;

/** Files by paths that start with {@code golden/} or {@code assets/}. */
final class Shared {
    private Shared() {}

    static Path file(String path) {
        return path.startsWith("golden/") ? Golden.file(path.substring(7)) : Assets.file(path.substring(7));
    }

    static float[] floats(String path) throws IOException {
        return Golden.floats(path.substring(7));
    }
}
