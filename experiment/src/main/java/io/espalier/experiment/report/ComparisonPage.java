// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Compared models as one page of HTML with charts, which needs nothing beside it and no network. */
final class ComparisonPage {
    private static final String VEGA = "/META-INF/resources/webjars/vega/5.32.0/vega.min.js";
    private static final String VEGA_LITE = "/META-INF/resources/webjars/vega-lite/5.23.0/vega-lite.min.js";

    private ComparisonPage() {}

    /** The page's text, to be written in UTF-8. */
    static String of(Comparison comparison) {
        return resource("comparison.html")
                .replace("{{comparison}}", embedded(comparison.toJson()))
                .replace("{{vega}}", resource(VEGA))
                .replace("{{vega-lite}}", resource(VEGA_LITE));
    }

    // A name of a tensor must not end the element that it stands in.
    private static String embedded(String json) {
        return json.replace("<", "\\u003c");
    }

    private static String resource(String name) {
        try (InputStream stream = ComparisonPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
