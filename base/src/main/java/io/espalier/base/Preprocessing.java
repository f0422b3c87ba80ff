// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The preprocessing of a model's training data, which must be the same when the model is used.
 *
 * @param scaling how bytes from 0 to 255 are scaled
 * @param images what image files are resized to; null if the data were not image files
 */
public record Preprocessing(Scaling scaling, @Nullable ImageShape images) implements Serializable {
    /** The default if nothing is known: bytes are scaled to 0..1, and images are stretched. */
    public static final Preprocessing DEFAULT = new Preprocessing(Scaling.UNIT, null);

    /** This with another scaling. */
    public Preprocessing withScaling(Scaling bytes) {
        return new Preprocessing(bytes, images);
    }

    /** How images with another aspect ratio are resized. */
    public ImageShape.Fit fit() {
        return images == null ? ImageShape.Fit.STRETCH : images.fit();
    }

    @JsonValue
    ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("multiplier", scaling.multiplier())
                .put("offset", scaling.offset());
        if (images != null) {
            tree.putObject("pictures")
                    .put("height", images.height())
                    .put("width", images.width())
                    .put("channels", name(images.color()))
                    .put("resize", name(images.fit()));
        }
        return tree;
    }

    /** Reads what {@link #tree} wrote; null if it is something else. */
    static @Nullable Preprocessing fromJson(JsonNode json) {
        if (!json.path("multiplier").isNumber() || !json.path("offset").isNumber()) {
            return null;
        }
        Scaling scaling = new Scaling(
                json.get("multiplier").floatValue(), json.get("offset").floatValue());
        return new Preprocessing(scaling, images(json.path("pictures")));
    }

    private static @Nullable ImageShape images(JsonNode json) {
        int height = json.path("height").intValue();
        int width = json.path("width").intValue();
        Optional<ImageShape.Color> color = named(ImageShape.Color.values(), json.path("channels"));
        Optional<ImageShape.Fit> fit = named(ImageShape.Fit.values(), json.path("resize"));
        return height < 1 || width < 1 || color.isEmpty() || fit.isEmpty()
                ? null
                : new ImageShape(height, width, color.get(), fit.get());
    }

    private static <E extends Enum<E>> Optional<E> named(E[] constants, JsonNode name) {
        return Arrays.stream(constants)
                .filter(constant -> name(constant).equals(name.textValue()))
                .findFirst();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
