// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One place that files of a data set may come from. It need not check them: the caller does. */
public interface DatasetSource {
    /** What it is, for people and provenance. */
    String description();

    /**
     * Puts each wanted file, uncompressed and under its own name, into {@link Workplace#output()}.
     *
     * @throws IOException if this source cannot serve them; the message says why, for people
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException, InterruptedException;

    /**
     * What a source works with.
     *
     * @param output an empty folder; whatever else is in it afterwards is deleted
     * @param partial a folder that outlives a broken attempt, for downloads to resume
     */
    record Workplace(Path output, Path partial, ProgressListener progress) {}
}
