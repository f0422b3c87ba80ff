// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.Summary;

/** Reads event files as TensorBoard does: TFRecords of a length, its checksum, an event, and its checksum. */
final class Events {
    private final List<Event> all = new ArrayList<>();

    private Events() {}

    /** All files of a folder, the oldest first. */
    static Events in(Path folder) throws IOException {
        Events events = new Events();
        try (Stream<Path> files = Files.list(folder)) {
            // Names tell seconds only.
            for (Path file : files.sorted(Comparator.comparing(Events::written)).toList()) {
                events.read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return events;
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(ByteBuffer records) throws IOException {
        while (records.hasRemaining()) {
            int length = Math.toIntExact(checked(records, Long.BYTES).getLong());
            all.add(Event.parseFrom(checked(records, length)));
        }
    }

    private static ByteBuffer checked(ByteBuffer records, int length) {
        ByteBuffer bytes = records.slice(records.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        records.position(records.position() + length);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        int value = (int) checksum.getValue();
        assertThat(records.getInt()).isEqualTo(((value >>> 15) | (value << 17)) + 0xa282ead8);
        return bytes;
    }

    List<Event> all() {
        return all;
    }

    /** Each as {@code step tag number}. */
    List<String> scalars() {
        List<String> scalars = new ArrayList<>();
        forEach((event, value) -> {
            if (!value.hasHisto()) {
                scalars.add(event.getStep() + " " + value.getTag() + " " + number(value));
            }
        });
        return scalars;
    }

    /** The numbers under a tag, in the order of the steps. */
    List<Float> scalars(String tag) {
        List<Float> numbers = new ArrayList<>();
        forEach((event, value) -> {
            if (value.getTag().equals(tag)) {
                numbers.add(number(value));
            }
        });
        return numbers;
    }

    /** The steps at which there is something under a tag. */
    List<Long> steps(String tag) {
        List<Long> steps = new ArrayList<>();
        forEach((event, value) -> {
            if (value.getTag().equals(tag)) {
                steps.add(event.getStep());
            }
        });
        return steps;
    }

    List<HistogramProto> histograms(String tag) {
        List<HistogramProto> histograms = new ArrayList<>();
        forEach((event, value) -> {
            if (value.getTag().equals(tag) && value.hasHisto()) {
                histograms.add(value.getHisto());
            }
        });
        return histograms;
    }

    private void forEach(BiConsumer<Event, Summary.Value> action) {
        for (Event event : all) {
            event.getSummary().getValueList().forEach(value -> action.accept(event, value));
        }
    }

    // TensorFlow 2 writes scalars as tensors of one number.
    private static float number(Summary.Value value) {
        return value.hasTensor() ? value.getTensor().getFloatVal(0) : value.getSimpleValue();
    }
}
