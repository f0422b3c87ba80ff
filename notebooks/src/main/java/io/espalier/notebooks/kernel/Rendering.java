// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** What a front end shows of a value: a picture as PNG, everything else as text, of the types that were asked for. */
final class Rendering {
    private Rendering() {}

    static Map<String, String> of(Object value, String... types) {
        Map<String, String> data = new LinkedHashMap<>();
        if (value instanceof RenderedImage picture) {
            data.put("image/png", png(picture));
            data.put("text/plain", "picture of " + picture.getWidth() + " x " + picture.getHeight());
            return data;
        }
        for (String type : types) {
            data.put(type, String.valueOf(value));
        }
        data.put("text/plain", String.valueOf(value));
        return data;
    }

    private static String png(RenderedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
