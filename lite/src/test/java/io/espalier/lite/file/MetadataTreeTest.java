// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Buffer;
import io.espalier.lite.file.MetadataTable.Field;
import io.espalier.model.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTreeTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyFieldOfEveryTableSurvivesWriting(int choice) {
        ObjectNode tree = full(MetadataTable.MODEL, choice);

        ObjectNode read = MetadataDecoder.tree(MetadataEncoder.bytes(tree));

        assertThat(read.toPrettyString()).isEqualTo(tree.toPrettyString());
    }

    @Test
    void damagedMetadataAreReadOrRefusedAndNothingElse() {
        byte[] sound = MetadataEncoder.bytes(full(MetadataTable.MODEL, 0)).toBytes();
        int refused = 0;
        for (int place = 0; place < sound.length; place++) {
            byte[] damaged = sound.clone();
            damaged[place] ^= (byte) 0xff;
            try {
                MetadataDecoder.tree(Buffer.ofBytes(damaged));
            } catch (ModelFormatException e) {
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(sound.length / 10);
    }

    @Test
    void anotherSchemaIsRefusedByItsIdentifier() {
        byte[] other = MetadataEncoder.bytes(full(MetadataTable.MODEL, 0)).toBytes();
        other[7] = '9';

        assertThatThrownBy(() -> MetadataDecoder.tree(Buffer.ofBytes(other)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("TFLITE_METADATA", "'M001'");
    }

    /** A table with all its fields; unions take the type with this number, as far as they have so many. */
    private static ObjectNode full(MetadataTable table, int choice) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Field field : table.fields()) {
            String name = field.name();
            switch (field.kind()) {
                case TEXT -> object.put(name, "text of " + name);
                case TEXTS -> object.putArray(name).add("one").add("two");
                case FLOAT -> object.put(name, 0.25f);
                case FLOATS -> object.putArray(name).add(1.5f).add(-2f);
                case INT -> object.put(name, -3);
                case UINT -> object.put(name, 4_000_000_000L);
                case UINTS -> object.putArray(name).add(5L).add(4_000_000_000L);
                case BYTES -> object.put(name, new byte[] {1, 2, 3});
                case SYMBOL -> object.put(name, field.words().get(1));
                case TABLE -> object.set(name, full(field.type(), choice));
                case TABLES -> {
                    ArrayNode tables = object.putArray(name);
                    tables.add(full(field.type(), choice));
                    tables.addObject();
                }
                case UNION -> {
                    String type =
                            field.words().get(Math.min(choice, field.words().size() - 1));
                    object.putObject(name).set(type, full(MetadataTable.titled(type), choice));
                }
            }
        }
        return object;
    }
}
