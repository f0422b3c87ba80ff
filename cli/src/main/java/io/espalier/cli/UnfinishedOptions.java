// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.OutputFolder;
import io.espalier.lab.UnfinishedWork;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What commands that train for long have in common. */
final class UnfinishedOptions {
    @Option(
            names = "--resume",
            description = "Go on with what was stopped in the folder; the same options must be given again.")
    private boolean resume;

    @Option(
            names = "--tensorboard",
            description = "Write the course of each training to logs in the folder, for TensorBoard.")
    private boolean tensorBoard;

    boolean resume() {
        return resume;
    }

    boolean tensorBoard() {
        return tensorBoard;
    }

    /**
     * A folder, once it is clear that it may be written.
     *
     * @throws UsageException if it holds something, and nobody gave leave to replace that or to go on with it
     */
    Path claim(Path folder, boolean force) throws IOException {
        if (!resume && !force && OutputFolder.isTaken(folder)) {
            throw new UsageException(folder
                    + (UnfinishedWork.isIn(folder)
                            ? ": holds unfinished work; add --resume to go on with it, or --force to begin anew"
                            : ": is not empty; choose another folder or add --force"));
        }
        return OutputFolder.prepare(folder);
    }
}
