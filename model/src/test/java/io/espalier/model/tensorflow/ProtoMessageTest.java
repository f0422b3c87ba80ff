// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoMessageTest {
    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 127, 128, 300, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void wholeNumbersOfEverySizeComeBack(long number) throws IOException {
        ProtoMessage message = read(ProtoOutput.message(out -> out.present(1, number)));

        assertThat(message.next()).isTrue();
        assertThat(message.whole()).isEqualTo(number);
        assertThat(message.next()).isFalse();
    }

    @Test
    void fieldsWithHighNumbersTextAndFloatsComeBack() throws IOException {
        ProtoMessage message = read(ProtoOutput.message(
                out -> out.text(100_000, "wörd").present(2, -1.5f).fixed32(3, -7)));

        assertThat(message.next()).isTrue();
        assertThat(message.field()).isEqualTo(100_000);
        assertThat(message.text()).isEqualTo("wörd");
        assertThat(message.next()).isTrue();
        assertThat(message.real()).isEqualTo(-1.5f);
        assertThat(message.next()).isTrue();
        assertThat(message.fixed32()).isEqualTo(-7);
    }

    @Test
    void packedNumbersAreThoseOneByOne() throws IOException {
        // Field 1: packed 1 and 300, then 5 alone.
        assertThat(wholes(0x0A, 3, 1, 0xAC, 2, 0x08, 5)).containsExactly(1L, 300L, 5L);
    }

    @Test
    void unknownFieldsOfEveryKindArePassedOver() throws IOException {
        ProtoMessage message = read(bytes(
                0x10, 0xFF, 1, // 2: a number
                0x19, 1, 2, 3, 4, 5, 6, 7, 8, // 3: eight bytes
                0x22, 2, 9, 9, // 4: two bytes
                0x2B, 0x33, 0x08, 1, 0x34, 0x2C, // 5: a group with a group with a number
                0x3D, 1, 2, 3, 4, // 7: four bytes
                0x08, 6));
        while (message.next() && message.field() != 1) {
            message.skip();
        }

        assertThat(message.whole()).isEqualTo(6);
    }

    @Test
    void damagedBytesAreRefused() {
        for (ByteString damaged : List.of(
                bytes(0x08), // nothing follows
                bytes(0x08, 0x80), // a number is cut
                bytes(0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1),
                bytes(0x0A, 5, 1), // fewer bytes than said
                bytes(0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1), // a negative length
                bytes(0, 1), // field 0
                bytes(0x0E), // a kind that does not exist
                bytes(0x0D, 1))) {
            assertThatExceptionOfType(InvalidProtocolBufferException.class).isThrownBy(() -> {
                ProtoMessage message = read(damaged);
                while (message.next()) {
                    message.skip();
                }
            });
        }
    }

    private static List<Long> wholes(int... bytes) throws IOException {
        List<Long> numbers = new ArrayList<>();
        ProtoMessage message = read(bytes(bytes));
        while (message.next()) {
            message.wholes(numbers, List::add);
        }
        return numbers;
    }

    private static ByteString bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return ByteString.copyFrom(bytes.array());
    }

    private static ProtoMessage read(ByteString bytes) {
        return ProtoMessage.of(ByteBuffer.wrap(bytes.toByteArray()));
    }
}
