// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * Every field of a model in HDF5, read past the reader that is tested: attributes {@code /group@name} with kind and value, data sets {@code
 * /group/name} with type, shape and a sum of their values, and behind them what the {@code model_config} says, in its order, {@code
 * config: layers/dense/config/units}.
 */
public final class H5Structure {
    private final Map<String, String> fields = new LinkedHashMap<>();

    private H5Structure() {}

    public static Map<String, String> of(Path file) throws IOException {
        H5Structure structure = new H5Structure();
        try (HdfFile hdf = new HdfFile(file)) {
            structure.addGroup("", hdf);
            structure.addJson("config:", new JsonMapper().readTree((String)
                            hdf.getAttribute(KerasAttributes.MODEL_CONFIG).getData()));
        }
        return structure.fields;
    }

    // Links and attributes of a file have no order.
    private void addGroup(String path, Group group) {
        fields.put(path + "/", "group");
        addAttributes(path + "/", group);
        for (Entry<String, Node> child : new TreeMap<>(group.getChildren()).entrySet()) {
            String place = path + "/" + child.getKey();
            if (child.getValue() instanceof Group inner) {
                addGroup(place, inner);
            } else if (child.getValue() instanceof Dataset dataset) {
                fields.put(
                        place,
                        kind(dataset.getDataType().getDataClass(), dataset.getJavaType(), dataset.getDimensions())
                                + " #"
                                + Arrays.deepHashCode(
                                        new Object[] {dataset.isScalar() ? dataset.getData() : dataset.getDataFlat()}));
                addAttributes(place, dataset);
            }
        }
    }

    private void addAttributes(String place, Node node) {
        for (Attribute attribute : new TreeMap<>(node.getAttributes()).values()) {
            Object data = attribute.getData();
            String value = data instanceof Object[] array ? Arrays.toString(array) : String.valueOf(data);
            String kind =
                    kind(attribute.getDataType().getDataClass(), attribute.getJavaType(), attribute.getDimensions());
            // What it says is compared field by field.
            boolean isConfig = attribute.getName().equals(KerasAttributes.MODEL_CONFIG);
            fields.put(place + "@" + attribute.getName(), isConfig ? kind : kind + " " + value);
        }
    }

    // The class of a type is its number in the specification: 3 is a text of a fixed length, 9 one of any.
    private static String kind(int typeClass, Class<?> type, int[] dimensions) {
        return typeClass + ":" + type.getSimpleName() + Arrays.toString(dimensions);
    }

    private void addJson(String place, JsonNode json) {
        if (json.isObject() && !json.isEmpty()) {
            json.properties().forEach(field -> addJson(place + "/" + field.getKey(), field.getValue()));
        } else if (place.endsWith("/layers")) {
            json.forEach(layer ->
                    addJson(place + "/" + layer.path("config").path("name").asText(), layer));
        } else {
            // Keras writes a float32 with the digits of a float64.
            fields.put(place, json.isDouble() ? String.valueOf(json.floatValue()) : json.toString());
        }
    }
}
