// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The ZIP archive behind a model, with the files that its metadata name, such as labels. In a graph its offsets count from its own start, so that
 * it is an archive by itself; in a file they count from the start of the file.
 *
 * @see <a href="https://www.tensorflow.org/lite/models/convert/metadata">TensorFlow Lite metadata: packing associated files</a>
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">The ZIP format, sections 4.3.12 and 4.3.16</a>
 */
final class AssociatedFiles {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END_ENTRIES = 10;
    private static final int END_DIRECTORY_SIZE = 12;
    private static final int END_DIRECTORY_OFFSET = 16;
    private static final int END_COMMENT_LENGTH = 20;
    private static final int LONGEST_COMMENT = 0xffff;

    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int ENTRY_NAME_LENGTH = 28;
    private static final int ENTRY_FILE_OFFSET = 42;

    private AssociatedFiles() {}

    /** The archive at the end of a file; empty if there is none. */
    static Buffer behind(FlatFile file) {
        ByteBuffer all = file.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int end = endRecord(all);
        int[] entries = end < 0 ? new int[0] : entries(all, end);
        if (entries.length == 0) {
            return Buffer.EMPTY;
        }
        // Writers count from the start of the file or from that of the archive.
        int counted = entries[0] - all.getInt(end + END_DIRECTORY_OFFSET);
        int first = Arrays.stream(entries)
                .map(entry -> counted + all.getInt(entry + ENTRY_FILE_OFFSET))
                .min()
                .orElseThrow();
        if (first <= 0 || first > entries[0]) {
            return Buffer.EMPTY;
        }
        byte[] archive = new byte[all.limit() - first];
        all.get(first, archive);
        return Buffer.ofBytes(shifted(archive, offset -> offset + counted - first));
    }

    /** The archive for a place in a file. */
    static ByteBuffer at(Buffer archive, long place) {
        int start = Math.toIntExact(place);
        return ByteBuffer.wrap(shifted(archive.toBytes(), offset -> offset + start));
    }

    private static byte[] shifted(byte[] archive, IntUnaryOperator change) {
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int end = endRecord(bytes);
        change(bytes, end + END_DIRECTORY_OFFSET, change);
        for (int entry : entries(bytes, end)) {
            change(bytes, entry + ENTRY_FILE_OFFSET, change);
        }
        return archive;
    }

    /** The places of the directory's entries; none if it is damaged. */
    private static int[] entries(ByteBuffer bytes, int end) {
        int[] entries = new int[bytes.getShort(end + END_ENTRIES) & 0xffff];
        int place = end - bytes.getInt(end + END_DIRECTORY_SIZE);
        for (int i = 0; i < entries.length; i++) {
            if (place < 0 || place > end - ENTRY_SIZE || bytes.getInt(place) != ENTRY_SIGNATURE) {
                return new int[0];
            }
            entries[i] = place;
            place += entrySize(bytes, place);
        }
        return entries;
    }

    private static void change(ByteBuffer bytes, int place, IntUnaryOperator change) {
        bytes.putInt(place, change.applyAsInt(bytes.getInt(place)));
    }

    /** The size of an entry of the directory: its fixed part, name, extra field and comment. */
    private static int entrySize(ByteBuffer bytes, int entry) {
        int size = ENTRY_SIZE;
        for (int field = 0; field < 3; field++) {
            size += bytes.getShort(entry + ENTRY_NAME_LENGTH + field * Short.BYTES) & 0xffff;
        }
        return size;
    }

    /** The place of the record that ends an archive and with it the file; -1 if there is none. */
    private static int endRecord(ByteBuffer bytes) {
        // Before this code is compiled, an array is searched much faster than a mapped file.
        byte[] tail = new byte[Math.min(bytes.limit(), END_SIZE + LONGEST_COMMENT)];
        int start = bytes.limit() - tail.length;
        bytes.get(start, tail);
        int last = tail.length - END_SIZE;
        for (int place = last; place >= 0; place--) {
            if (tail[place] == (byte) END_SIGNATURE
                    && bytes.getInt(start + place) == END_SIGNATURE
                    && (bytes.getShort(start + place + END_COMMENT_LENGTH) & 0xffff) == last - place) {
                return start + place;
            }
        }
        return -1;
    }
}
