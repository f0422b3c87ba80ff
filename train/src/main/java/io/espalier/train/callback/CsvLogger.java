// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.callback;

import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.Monitor;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Writes a CSV file with one line per epoch and the columns {@code epoch}, {@code loss}, {@code accuracy}, {@code val_loss}, {@code val_accuracy},
 * {@code learning_rate} and {@code seconds}; of several outputs also {@code age_loss}, {@code val_age_loss} and so on. Metrics that are not available leave their cell empty.
 */
public final class CsvLogger implements Callback {
    private final Path file;
    private List<String> outputs = List.of();

    private CsvLogger(Path file) {
        this.file = file;
    }

    /**
     * Logs to this file. Each training run overwrites it; a resumed run first writes the epochs that were finished before. Each line is written
     * right after its epoch.
     */
    public static CsvLogger to(Path file) {
        return new CsvLogger(file);
    }

    @Override
    public void onTrainStart(TrainStart event) {
        List<String> titles = new ArrayList<>(List.of("epoch"));
        for (Monitor monitor : Monitor.values()) {
            titles.add(monitor.kerasName());
        }
        outputs = event.model().outputs().size() > 1 ? event.model().outputs() : List.of();
        for (String output : outputs) {
            for (Monitor monitor : Monitor.values()) {
                titles.add(monitor.kerasName(output));
            }
        }
        titles.add("learning_rate");
        titles.add("seconds");
        write(titles, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        event.history().epochs().forEach(this::append);
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
        append(event.epoch());
    }

    private void append(History.Epoch epoch) {
        List<String> cells = new ArrayList<>(List.of(String.valueOf(epoch.epoch())));
        for (Monitor monitor : Monitor.values()) {
            cells.add(cell(monitor.find(epoch)));
        }
        for (String output : outputs) {
            for (Monitor monitor : Monitor.values()) {
                cells.add(cell(monitor.find(epoch, output)));
            }
        }
        cells.add(String.valueOf(epoch.learningRate()));
        cells.add(String.valueOf(epoch.seconds()));
        write(cells, StandardOpenOption.APPEND);
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
    }

    private void write(List<String> cells, StandardOpenOption... options) {
        try {
            Files.writeString(file, String.join(",", cells) + "\n", options);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the training log " + file, e);
        }
    }
}
