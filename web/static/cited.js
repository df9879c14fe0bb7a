// A stored citation: the words cited come into view.
const words = document.getElementById("quote");
if (words && location.hash === "#quote") words.scrollIntoView({ block: "center" });
