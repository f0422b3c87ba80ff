// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.EspalierException;
import java.util.List;

/** No source of a data set answered with the right files. The message lists each source and why it failed. */
public class DatasetUnavailableException extends EspalierException {
    private static final long serialVersionUID = 1;

    private final transient List<Failure> failures;

    DatasetUnavailableException(String dataset, DatasetHome home, List<Failure> failures) {
        super(Kind.FAILED_WORK, message(dataset, home, failures));
        this.failures = List.copyOf(failures);
    }

    /** What was tried, in order. */
    public List<Failure> failures() {
        return failures;
    }

    /** A source and why it did not serve. */
    public record Failure(String source, String reason) {}

    private static String message(String dataset, DatasetHome home, List<Failure> failures) {
        StringBuilder message = new StringBuilder("data set " + dataset + " is not available from any source:");
        for (Failure failure : failures) {
            message.append(System.lineSeparator())
                    .append("  ")
                    .append(failure.source())
                    .append(": ")
                    .append(failure.reason());
        }
        return message.append(System.lineSeparator())
                .append("Connect to the internet, or copy its files, plain or .gz, to ")
                .append(home.dataset(dataset))
                .toString();
    }
}
