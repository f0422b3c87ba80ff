// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Buffer;
import io.espalier.lite.Floats;
import io.espalier.lite.Ints;
import io.espalier.lite.file.MetadataTable.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** From a tree as {@link MetadataDecoder} makes it to the bytes of TFLITE_METADATA. */
final class MetadataEncoder {
    private static final int EXPECTED_SIZE = 1024;
    /** What the schema asks of custom metadata. */
    private static final int ALIGNMENT = 16;

    private final FlatWriter writer = new FlatWriter(EXPECTED_SIZE);

    private MetadataEncoder() {}

    static Buffer bytes(ObjectNode tree) {
        MetadataEncoder encoder = new MetadataEncoder();
        int root = encoder.table(tree, MetadataTable.MODEL);
        return Buffer.view(encoder.writer.finish(root, MetadataDecoder.IDENTIFIER));
    }

    private int table(JsonNode tree, MetadataTable type) {
        FlatFields fields = new FlatFields();
        int slot = 0;
        for (Field field : type.fields()) {
            JsonNode value = tree.get(field.name());
            if (value != null) {
                write(field, slot, value, fields);
            }
            slot += field.slots();
        }
        return writer.table(fields);
    }

    private void write(Field field, int slot, JsonNode value, FlatFields fields) {
        switch (field.kind()) {
            case TEXT -> fields.offset(slot, writer.string(value.textValue()));
            case TEXTS -> fields.offset(slot, writer.tables(places(value, text -> writer.string(text.textValue()))));
            case FLOAT -> fields.float32(slot, value.floatValue(), 0);
            case FLOATS -> fields.offset(slot, writer.floats(floats(value)));
            case INT, UINT -> fields.int32(slot, value.intValue(), 0);
            case UINTS -> fields.offset(slot, writer.ints(ints(value)));
            case BYTES -> fields.offset(slot, writer.bytes(binary(value), ALIGNMENT));
            case SYMBOL -> fields.int8(slot, number(field, value), 0);
            case TABLE -> fields.offset(slot, table(value, field.type()));
            case TABLES -> fields.offset(slot, writer.tables(places(value, inner -> table(inner, field.type()))));
            case UNION ->
                value.properties()
                        .forEach(only -> fields.int8(slot, field.words().indexOf(only.getKey()) + 1L, 0)
                                .offset(slot + 1, table(only.getValue(), MetadataTable.titled(only.getKey()))));
        }
    }

    private interface Part {
        int write(JsonNode value);
    }

    private static List<Integer> places(JsonNode values, Part part) {
        List<Integer> places = new ArrayList<>();
        values.forEach(value -> places.add(part.write(value)));
        return places;
    }

    private static int number(Field field, JsonNode value) {
        return value.isTextual() ? field.words().indexOf(value.textValue()) : value.intValue();
    }

    private static Floats floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return Floats.of(floats);
    }

    private static Ints ints(JsonNode values) {
        int[] ints = new int[values.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values.get(i).longValue();
        }
        return Ints.of(ints);
    }

    private static Buffer binary(JsonNode value) {
        try {
            return Buffer.ofBytes(value.binaryValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
