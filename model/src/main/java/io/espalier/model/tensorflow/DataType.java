// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

/** What the elements of a tensor are: TensorFlow's {@code DataType} with its numbers in files. */
public enum DataType {
    FLOAT(1, 4),
    DOUBLE(2, 8),
    INT32(3, 4),
    UINT8(4, 1),
    INT16(5, 2),
    INT8(6, 1),
    STRING(7, 0),
    COMPLEX64(8, 8),
    INT64(9, 8),
    BOOL(10, 1),
    QINT8(11, 1),
    QUINT8(12, 1),
    QINT32(13, 4),
    BFLOAT16(14, 2),
    QINT16(15, 2),
    QUINT16(16, 2),
    UINT16(17, 2),
    COMPLEX128(18, 16),
    HALF(19, 2),
    RESOURCE(20, 0),
    VARIANT(21, 0),
    UINT32(22, 4),
    UINT64(23, 8),
    /** Any other number: newer types, and none. */
    UNKNOWN(0, 0);

    /** What is added to the number of the type of a TensorFlow 1 variable that an operation takes by reference. */
    private static final int REFERENCE = 100;

    private final int number;
    private final int bytes;

    DataType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** The type with this number; that of what is referred to for a reference. */
    public static DataType of(int number) {
        int plain = number > REFERENCE ? number - REFERENCE : number;
        for (DataType type : values()) {
            if (type.number == plain) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /** Its number in files. */
    public int number() {
        return number;
    }

    /** How many bytes an element takes; 0 if elements have no fixed size. */
    public int bytes() {
        return bytes;
    }
}
