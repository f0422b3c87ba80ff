// SPDX-License-Identifier: Apache-2.0
/**
 * Folders that build: generated C with what CMake, Arduino, ESP-IDF or Zephyr needs, and a test with one input. Start at
 * {@link io.espalier.lite.ccode.project.ProjectKind}; the files that are filled in are resources of this package.
 */
@NullMarked
package io.espalier.lite.ccode.project;

import org.jspecify.annotations.NullMarked;
