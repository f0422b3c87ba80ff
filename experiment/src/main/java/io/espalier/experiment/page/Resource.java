// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files that pages are made of. */
final class Resource {
    static final String VEGA = "/META-INF/resources/webjars/vega/5.32.0/vega.min.js";
    static final String VEGA_LITE = "/META-INF/resources/webjars/vega-lite/5.23.0/vega-lite.min.js";

    private Resource() {}

    static String text(String name) {
        try (InputStream stream = Resource.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
