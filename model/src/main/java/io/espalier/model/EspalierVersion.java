// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Espalier this is. */
public final class EspalierVersion {
    private EspalierVersion() {}

    /** The version of this build, such as {@code 0.1.0}. */
    public static String current() {
        try (InputStream resource = EspalierVersion.class.getResourceAsStream("version.properties")) {
            if (resource == null) {
                throw new IllegalStateException("the build left version.properties out");
            }
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
