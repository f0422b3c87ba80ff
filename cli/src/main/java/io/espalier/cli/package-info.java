// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.espalier.cli;

import org.jspecify.annotations.NullMarked;
