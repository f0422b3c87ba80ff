// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.file.MetadataTable.Field;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** From the bytes of TFLITE_METADATA to a tree: fields by their names in the schema, a union as an object with its type's name for its only key. */
final class MetadataDecoder {
    static final String IDENTIFIER = "M001";

    private MetadataDecoder() {}

    /** @throws LiteFormatException if they are damaged, or have fields that the schema does not know */
    static ObjectNode tree(Buffer metadata) {
        FlatFile file = new FlatFile(Metadata.DEPLOYMENT, metadata.asByteBuffer(), metadata.size(), (offset, size) -> {
            throw new IllegalStateException("metadata lie in one place");
        });
        boolean known = metadata.size() >= 8
                && StandardCharsets.ISO_8859_1
                        .decode(metadata.asByteBuffer().slice(Slots.IDENTIFIER_PLACE, IDENTIFIER.length()))
                        .toString()
                        .equals(IDENTIFIER);
        if (!known) {
            throw file.problem(
                    0, "no metadata of the schema that Espalier knows, whose identifier is '" + IDENTIFIER + "'");
        }
        return object(file.table(0, MetadataTable.MODEL.title(), MetadataTable.MODEL.slots()), MetadataTable.MODEL);
    }

    private static ObjectNode object(FlatTable table, MetadataTable type) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int slot = 0;
        for (Field field : type.fields()) {
            if (table.has(slot)) {
                read(field, slot, table, object);
            }
            slot += field.slots();
        }
        return object;
    }

    private static void read(Field field, int slot, FlatTable table, ObjectNode object) {
        String name = field.name();
        switch (field.kind()) {
            case TEXT -> object.put(name, table.string(slot));
            case TEXTS -> table.strings(slot).forEach(object.putArray(name)::add);
            case FLOAT -> object.put(name, table.float32(slot, 0));
            case FLOATS -> {
                ArrayNode values = object.putArray(name);
                for (float value : table.floats(slot).toArray()) {
                    values.add(value);
                }
            }
            case INT -> object.put(name, table.int32(slot, 0));
            case UINT -> object.put(name, table.uint32(slot, 0));
            case UINTS -> {
                ArrayNode values = object.putArray(name);
                table.ints(slot).stream().asLongStream().forEach(value -> values.add(value & 0xffffffffL));
            }
            case BYTES -> object.put(name, table.bytes(slot).toBytes());
            case SYMBOL -> {
                int number = table.uint8(slot);
                if (number < field.words().size()) {
                    object.put(name, field.words().get(number));
                } else {
                    object.put(name, number);
                }
            }
            case TABLE -> {
                FlatTable inner =
                        table.table(slot, field.type().title(), field.type().slots());
                if (inner != null) {
                    object.set(name, object(inner, field.type()));
                }
            }
            case TABLES ->
                table.tables(slot, field.type().title(), field.type().slots(), inner -> object(inner, field.type()))
                        .forEach(object.putArray(name)::add);
            case UNION -> union(field, slot, table, object);
        }
    }

    private static void union(Field field, int slot, FlatTable table, ObjectNode object) {
        int number = table.uint8(slot);
        if (number == 0) {
            return;
        }
        if (number > field.words().size()) {
            throw table.problem("its field '" + field.name() + "' has the kind " + number
                    + ", but this version knows only " + field.words().size());
        }
        MetadataTable type = MetadataTable.titled(field.words().get(number - 1));
        @Nullable FlatTable inner = table.table(slot + 1, type.title(), type.slots());
        if (inner == null) {
            throw table.problem("its field '" + field.name() + "' has a kind and no value; the metadata are damaged");
        }
        object.putObject(field.name()).set(type.title(), object(inner, type));
    }
}
