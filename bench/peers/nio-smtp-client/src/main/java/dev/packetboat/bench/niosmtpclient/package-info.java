/** HubSpot's NioSmtpClient. */
@NullMarked
package dev.packetboat.bench.niosmtpclient;

import org.jspecify.annotations.NullMarked;
