// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.ModelFormatException;
import java.util.ArrayList;
import java.util.List;

/** The types in which Keras computes layers, of which ours know floats of 32 bits. */
public final class LayerTypes {
    /** What the types of layers start with that {@code model.quantize("int8")} of Keras 3 has quantized. */
    public static final String INT8 = "int8_from_";

    /** Those of 16 bits are read as float32. */
    private static final List<String> FLOATS = List.of("float32", "float16", "mixed_float16", "mixed_bfloat16");

    /** Of inputs: whole numbers and truths too, which are taken as floats; those are exact up to 2 to the power of 24. */
    private static final List<String> NUMBERS =
            List.of("bool", "float32", "float16", "int8", "uint8", "int16", "int32", "int64", "mixed_float16");

    private LayerTypes() {}

    /** @throws ModelFormatException if the layer has a type that is not read */
    static void check(LayerConfig config) {
        switch (config.className()) {
            case "InputLayer" -> checkInput(config);
            case "Dense" -> check(config, orInt8());
            case "Embedding" -> {
                // Older versions wrote the type of its indices.
                List<String> types = orInt8();
                types.addAll(List.of("int32", "int64"));
                check(config, types);
            }
            // Of what they put out, which is a float here.
            case "CategoryEncoding", "Discretization", "IntegerLookup" -> checkInput(config);
            default -> checkFloats(config);
        }
    }

    public static void checkFloats(LayerConfig config) {
        check(config, FLOATS);
    }

    static void checkInput(LayerConfig config) {
        check(config, NUMBERS);
    }

    /** Of layers that Keras quantizes: their weights are read as floats. */
    private static List<String> orInt8() {
        List<String> types = new ArrayList<>(FLOATS);
        FLOATS.forEach(type -> types.add(INT8 + type));
        return types;
    }

    private static void check(LayerConfig config, List<String> supported) {
        if (!supported.contains(config.type())) {
            throw config.error("'dtype' is " + config.setting("dtype") + "; only " + String.join(", ", supported)
                    + " are supported");
        }
    }
}
