// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The pages and scripts beside these classes. */
final class Resources {
    private Resources() {}

    static InputStream open(String name) throws IOException {
        InputStream content = Resources.class.getResourceAsStream(name);
        if (content == null) {
            throw new FileNotFoundException("no resource " + name);
        }
        return content;
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream content = open(name)) {
            return content.readAllBytes();
        }
    }
}
