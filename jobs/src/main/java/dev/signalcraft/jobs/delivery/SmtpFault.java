// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.ingest.Text;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What a mail that was not sent says of the next attempt: 5xx will not pass, everything else may.
 */
final class SmtpFault {
  private static final int MAX_SAID = 300;

  /** The library says it by this text alone. */
  private static final String NO_STARTTLS = "STARTTLS is required";

  private SmtpFault() {}

  /** The result; its error is a code of SMTP in our words. */
  static SendResult result(MessagingException fault) {
    int code = 0;
    boolean refused = false;
    for (Exception e = fault; e != null; e = next(e)) {
      if (e instanceof AuthenticationFailedException) {
        return failed(e.getMessage());
      }
      int its = code(e);
      code = its == 0 ? code : its;
      refused = refused || e instanceof SMTPAddressFailedException;
    }
    if (code == 0) {
      return SendResult.retry(0, unreached(fault), 0);
    }
    String said = refused ? "SMTP " + code + " to an address" : "SMTP " + code;
    return code >= 500 ? SendResult.failed(0, said) : SendResult.retry(0, said, 0);
  }

  /** Why no server was talked to, and what to do. */
  private static String unreached(MessagingException fault) {
    String said = "the mail server ended the session; it is tried again";
    for (Throwable e = fault; e != null; e = e.getCause()) {
      if (e instanceof MessagingException
          && String.valueOf(e.getMessage()).startsWith(NO_STARTTLS)) {
        return "the mail server offers no STARTTLS; write security: tls where it begins with TLS, none"
            + " only where nobody listens between";
      }
      if (e instanceof CertificateException) {
        return "the mail server's certificate is not trusted or is of another name; correct spec.host,"
            + " or have the Java of the delivery job trust it";
      }
      if (e instanceof SSLException) {
        said =
            "the mail server does not speak TLS that way; write security: starttls (usual at port 587)"
                + " or tls (at 465)";
      } else if (e instanceof SocketTimeoutException) {
        said = "no answer in time";
      } else if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
        said =
            "no mail server listens there; correct spec.host and spec.port, or open the firewall";
      }
    }
    return said;
  }

  /**
   * Whom the server refused of those whom a mail is for, such as {@code not to 1 of 2: a@b.c
   * (450)}.
   */
  static String refused(MessagingException fault, int recipients) {
    List<String> refused = new ArrayList<>();
    for (Exception e = fault; e != null; e = next(e)) {
      if (e instanceof SMTPAddressFailedException failed) {
        refused.add(failed.getAddress() + " (" + failed.getReturnCode() + ")");
      }
    }
    return Text.bounded(
        "not to %d of %d: %s".formatted(refused.size(), recipients, String.join(", ", refused)),
        MAX_SAID);
  }

  /** A server that is overloaded says 4xx to a user and a password that are right. */
  private static SendResult failed(@Nullable String message) {
    return message != null && message.matches("(?s)4\\d\\d[ -].*")
        ? SendResult.retry(0, "SMTP " + message.substring(0, 3), 0)
        : SendResult.failed(0, "the mail server refuses user and password");
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static int code(Exception e) {
    if (e instanceof SMTPSendFailedException failed) {
      return failed.getReturnCode();
    }
    if (e instanceof SMTPSenderFailedException failed) {
      return failed.getReturnCode();
    }
    return e instanceof SMTPAddressFailedException failed ? failed.getReturnCode() : 0;
  }
}
