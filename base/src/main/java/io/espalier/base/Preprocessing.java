// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was done to bytes, such as those of images, before a model saw them. Whoever uses the model must do the same.
 *
 * @param scaling of each byte, from 0 to 255
 * @param images what image files were turned into first; null if the data were not image files
 */
public record Preprocessing(Scaling scaling, @Nullable ImageShape images) {
    /** What is assumed where nothing is known: bytes are scaled to 0 to 1, and images are stretched. */
    public static final Preprocessing DEFAULT = new Preprocessing(Scaling.UNIT, null);

    /** The same with bytes scaled in another way. */
    public Preprocessing withScaling(Scaling bytes) {
        return new Preprocessing(bytes, images);
    }

    /** What is done to images with another aspect ratio. */
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
